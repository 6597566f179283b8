using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Tapir.Host.Access;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Http.Access;

/// <summary>Who is let in, and for what.</summary>
[TestClass]
public sealed class KeyTests
{
    [TestMethod]
    public async Task Request_OnceThereIsAKey_NeedsOne()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Assert.AreEqual(HttpStatusCode.OK, (await served.Client.GetAsync("/api/runs")).StatusCode);

        using HttpClient holder = await served.ClientOfAsync("me", KeyScope.Read);

        HttpResponseMessage refused = await served.Client.GetAsync("/api/runs");
        Assert.AreEqual(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.AreEqual("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
        Assert.AreEqual("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.AreEqual(HttpStatusCode.OK, (await holder.GetAsync("/api/runs")).StatusCode);
    }

    [TestMethod]
    public async Task Request_AlwaysRequired_NeedsOneBeforeThereIsAny()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(new TapirSettings { Http = new AccessSettings { RequireKeys = KeyRequirement.Always } });

        Assert.AreEqual(HttpStatusCode.Unauthorized, (await served.Client.GetAsync("/api/runs")).StatusCode);
    }

    [TestMethod]
    [DataRow("Read", "GET", "/api/runs", HttpStatusCode.OK)]
    [DataRow("Read", "POST", "/api/runs", HttpStatusCode.Forbidden)]
    [DataRow("Read", "POST", "/api/runs/mine-1/terminate", HttpStatusCode.Forbidden)]
    [DataRow("Run", "GET", "/api/runs", HttpStatusCode.OK)]
    [DataRow("Run", "POST", "/api/runs", HttpStatusCode.Accepted)]
    [DataRow("Run", "DELETE", "/api/runs/mine-1", HttpStatusCode.Forbidden)]
    [DataRow("Admin", "POST", "/api/runs", HttpStatusCode.Accepted)]
    [DataRow("Admin", "DELETE", "/api/runs/mine-1", HttpStatusCode.NotFound)]
    public async Task Request_Scope_AllowsWhatItSays(string scope, string method, string path, HttpStatusCode status)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        using HttpClient client = await served.ClientOfAsync("me", Enum.Parse<KeyScope>(scope));
        using HttpRequestMessage request = new(new HttpMethod(method), path) { Content = method == "POST" ? ServedFolder.Body() : null };

        HttpResponseMessage response = await client.SendAsync(request);

        Assert.AreEqual(status, response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Request_KeyWithoutTheScope_IsToldWhichItHasAndNeeds()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        using HttpClient client = await served.ClientOfAsync("visitor", KeyScope.Read);

        JsonElement problem = await (await client.PostAsync("/api/runs", ServedFolder.Body())).Content.ReadFromJsonAsync<JsonElement>();

        Assert.AreEqual("The key of visitor has the scope read; this needs run.", problem.GetProperty("detail").GetString());
    }

    [TestMethod]
    public async Task Request_ExpiredKey_IsToldSo()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        KeyBook then = new(StateFolder.Open(served.Files.File("state")), new FakeTimeProvider(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        using HttpClient client = served.ClientWith((await then.AddAsync("ci", KeyScope.Admin, TimeSpan.FromDays(90), CancellationToken.None)).Secret);

        HttpResponseMessage response = await client.GetAsync("/api/runs");

        Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(), "The key of ci expired at 2020-03-31 00:00 UTC");
        // Its end opens nothing to those who have none.
        Assert.AreEqual(HttpStatusCode.Unauthorized, (await served.Client.GetAsync("/api/runs")).StatusCode);
    }

    [TestMethod]
    public async Task Request_RevokedKey_IsToldSoAtOnce()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        using HttpClient client = await served.ClientOfAsync("ci", KeyScope.Admin);
        (await client.GetAsync("/api/runs")).EnsureSuccessStatusCode();

        await served.Keys.RevokeAsync("ci", CancellationToken.None);

        HttpResponseMessage response = await client.GetAsync("/api/runs");
        Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(), "was revoked at");
    }

    /// <summary>Within half a second, not only at the next request.</summary>
    [TestMethod]
    [DataRow("/api/runs/mine-1/events")]
    [DataRow("/api/runs/mine-1/logs/events")]
    public async Task Events_KeyIsRevokedMeanwhile_End(string path)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();
        await served.WaitForStatusAsync("mine-1", "running");
        using HttpClient client = await served.ClientOfAsync("ci", KeyScope.Read);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        await using Stream stream = await client.GetStreamAsync(path, limit.Token);
        IAsyncEnumerator<SseItem<string>> events = SseParser.Create(stream).EnumerateAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.IsTrue(await events.MoveNextAsync());

        await served.Keys.RevokeAsync("ci", CancellationToken.None);

        while (await events.MoveNextAsync())
        {
            // What was under way.
        }
    }

    [TestMethod]
    [DataRow("Bearer nothing")]
    [DataRow("Bearer ")]
    [DataRow("Basic dGFwaXI6dGFwaXI=")]
    public async Task Request_NoSuchKey_IsRefused(string header)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.ClientOfAsync("ci", KeyScope.Admin);
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/runs");
        request.Headers.TryAddWithoutValidation("Authorization", header);

        Assert.AreEqual(HttpStatusCode.Unauthorized, (await served.Client.SendAsync(request)).StatusCode);
    }

    [TestMethod]
    public async Task Request_DamagedKeyFile_LetsNobodyIn()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        served.Files.Write("state/keys.json", "{");

        HttpResponseMessage response = await served.Client.GetAsync("/api/runs");

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.DoesNotContain(served.Files.Root, await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    [DataRow("/health/live")]
    [DataRow("/health/ready")]
    [DataRow("/api/tapir.json")]
    [DataRow("/api/docs/")]
    public async Task Request_WhatTellsNothing_NeedsNoKey(string path)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.ClientOfAsync("ci", KeyScope.Admin);

        Assert.AreEqual(HttpStatusCode.OK, (await served.Client.GetAsync(path)).StatusCode);
    }

    [TestMethod]
    public async Task Start_SameIdempotencyKeyOfTwoKeys_AreTwoRuns()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        using HttpClient one = await served.ClientOfAsync("one", KeyScope.Run);
        using HttpClient two = await served.ClientOfAsync("two", KeyScope.Run);

        Assert.AreEqual("/api/runs/mine-1", await StartAsync(one));
        Assert.AreEqual("/api/runs/mine-2", await StartAsync(two));
        Assert.AreEqual("/api/runs/mine-1", await StartAsync(one));

        static async Task<string> StartAsync(HttpClient client)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/api/runs") { Content = ServedFolder.Body() };
            request.Headers.Add("Idempotency-Key", "sunday");
            return (await client.SendAsync(request)).Headers.Location!.AbsolutePath;
        }
    }

    [TestMethod]
    public async Task Session_GoodKey_IsKeptByTheBrowserWhereNoScriptReadsIt()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        string secret = (await served.Keys.AddAsync("me", KeyScope.Read, life: null, CancellationToken.None)).Secret;
        using HttpClientHandler browser = new();
        using HttpClient client = new(browser) { BaseAddress = served.Client.BaseAddress };

        HttpResponseMessage begun = await client.PostAsJsonAsync("/api/session", new { key = secret });

        Assert.AreEqual(HttpStatusCode.NoContent, begun.StatusCode);
        StringAssert.Contains(begun.Headers.GetValues("Set-Cookie").Single(), "samesite=strict; httponly");
        Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync("/api/runs")).StatusCode);
        (await client.DeleteAsync("/api/session")).EnsureSuccessStatusCode();
        Assert.AreEqual(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/runs")).StatusCode);
        Assert.AreEqual(HttpStatusCode.Unauthorized, (await client.PostAsJsonAsync("/api/session", new { key = "tapir_none" })).StatusCode);
    }
}
