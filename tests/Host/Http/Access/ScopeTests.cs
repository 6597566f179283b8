using System.Net;
using System.Text.Json;
using Tapir.Host.Access;

namespace Tapir.Host.Tests.Http.Access;

/// <summary>What each endpoint needs. One that is added is decided on here.</summary>
[TestClass]
public sealed class ScopeTests
{
    private const KeyScope NoKey = (KeyScope)(-1);

    private static readonly Dictionary<string, KeyScope> Needed = new()
    {
        ["GET /api/runs"] = KeyScope.Read,
        ["GET /api/runs/{run}"] = KeyScope.Read,
        ["GET /api/runs/{run}/budget"] = KeyScope.Read,
        ["GET /api/runs/{run}/calls"] = KeyScope.Read,
        ["GET /api/runs/{run}/events"] = KeyScope.Read,
        ["GET /api/runs/{run}/examples"] = KeyScope.Read,
        ["GET /api/runs/{run}/judging"] = KeyScope.Read,
        ["GET /api/runs/{run}/logs"] = KeyScope.Read,
        ["GET /api/runs/{run}/logs/events"] = KeyScope.Read,
        ["GET /api/runs/{run}/parked"] = KeyScope.Read,
        ["GET /api/runs/{run}/ratings"] = KeyScope.Read,
        ["GET /api/runs/{run}/ratings/next"] = KeyScope.Read,
        ["GET /api/runs/{run}/report"] = KeyScope.Read,
        ["GET /api/runs/{run}/report.json"] = KeyScope.Read,
        ["GET /api/runs/{run}/reviews"] = KeyScope.Read,
        ["GET /api/runs/{run}/student"] = KeyScope.Read,
        ["GET /api/runs/{run}/student/{file}"] = KeyScope.Read,
        ["GET /api/artifacts/{digest}"] = KeyScope.Read,
        ["GET /api/schedules"] = KeyScope.Read,
        ["GET /api/schedules/{name}"] = KeyScope.Read,
        ["GET /api/specs"] = KeyScope.Read,
        ["GET /api/specs/{name}"] = KeyScope.Read,
        ["GET /api/specs/{name}/versions/{version}"] = KeyScope.Read,
        ["POST /api/runs"] = KeyScope.Run,
        ["POST /api/runs/{run}/budget"] = KeyScope.Run,
        ["POST /api/runs/{run}/events/{eventName}"] = KeyScope.Run,
        ["POST /api/runs/{run}/parked/retry"] = KeyScope.Run,
        ["POST /api/runs/{run}/ratings"] = KeyScope.Run,
        ["POST /api/runs/{run}/resume"] = KeyScope.Run,
        ["POST /api/runs/{run}/reviews/{point}"] = KeyScope.Run,
        ["POST /api/runs/{run}/rewind"] = KeyScope.Run,
        ["POST /api/runs/{run}/suspend"] = KeyScope.Run,
        ["POST /api/runs/{run}/terminate"] = KeyScope.Run,
        ["POST /api/schedules/{name}/pause"] = KeyScope.Run,
        ["POST /api/schedules/{name}/resume"] = KeyScope.Run,
        ["POST /api/schedules/{name}/run-now"] = KeyScope.Run,
        ["POST /api/validate"] = KeyScope.Run,
        ["PUT /api/specs/{name}"] = KeyScope.Run,
        ["DELETE /api/runs/{run}"] = KeyScope.Admin,
        ["DELETE /api/schedules/{name}"] = KeyScope.Admin,
        ["DELETE /api/specs/{name}"] = KeyScope.Admin,
        ["PUT /api/schedules/{name}"] = KeyScope.Admin,
        ["POST /api/session"] = NoKey,
        ["DELETE /api/session"] = NoKey,
        ["GET /health/live"] = NoKey,
        ["GET /health/ready"] = NoKey,
    };

    [TestMethod]
    public async Task Endpoints_ThatAreDescribed_AreThoseOfTheTable()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        JsonElement paths = (await served.GetAsync("/api/tapir.json")).GetProperty("paths");

        string[] described = [.. paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"))];
        CollectionAssert.AreEquivalent(Needed.Keys.ToArray(), described);
    }

    [TestMethod]
    public async Task Request_ToEachEndpoint_IsLetThroughWithTheScopeItNeedsAndNoLess()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        HttpClient[] holders = [await served.ClientOfAsync("reader", KeyScope.Read), await served.ClientOfAsync("runner", KeyScope.Run), await served.ClientOfAsync("admin", KeyScope.Admin)];

        foreach ((string endpoint, KeyScope needed) in Needed)
        {
            Assert.AreEqual(needed == NoKey, await StatusAsync(served.Client, endpoint) != HttpStatusCode.Unauthorized, $"{endpoint} without a key");
            foreach ((int scope, HttpClient holder) in holders.Index())
            {
                HttpStatusCode status = await StatusAsync(holder, endpoint);
                Assert.AreEqual((int)needed <= scope, status != HttpStatusCode.Forbidden, $"{endpoint} with {(KeyScope)scope}: {status}");
                Assert.IsTrue((int)status < 500, $"{endpoint} with {(KeyScope)scope}: {status}");
            }
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string endpoint)
    {
        string[] parts = endpoint.Split(' ');
        string path = parts[1].Replace("{run}", "none-1", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal).Replace("{point}", "export", StringComparison.Ordinal)
            .Replace("{name}", "none", StringComparison.Ordinal).Replace("{file}", "none", StringComparison.Ordinal).Replace("{digest}", "none", StringComparison.Ordinal).Replace("{eventName}", "none", StringComparison.Ordinal);
        using HttpRequestMessage request = new(new HttpMethod(parts[0]), path) { Content = parts[0] is "POST" or "PUT" ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null };
        using HttpResponseMessage response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
