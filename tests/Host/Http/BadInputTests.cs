using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tapir.Host.Settings;

namespace Tapir.Host.Tests.Http;

/// <summary>Requests that ask for what nobody may have, or say what must not be shown.</summary>
[TestClass]
public sealed class BadInputTests
{
    [TestMethod]
    [DataRow("/etc/passwd")]
    [DataRow("../../../../../../etc/passwd")]
    [DataRow("no-such-file")]
    public async Task Start_SeedOutsideOfWhatMayBeRead_IsToldNothingOfIt(string path)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await served.StartRunAsync($"name: mine\nseed:\n  path: {path}\njudge: {{ kind: reference }}\n");

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        JsonElement error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray().Single();
        StringAssert.Contains(error.GetProperty("message").GetString(), "tapir.allow.read");
        Assert.AreEqual(3, error.GetProperty("line").GetInt32());
    }

    [TestMethod]
    public async Task Start_SeedThatMayBeRead_IsTaken()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(folder => new TapirSettings { Allow = new AllowSettings { Read = [folder.Files.Root] } });
        string seed = served.Files.Write("seed.jsonl", "{\"instruction\":\"a?\",\"output\":\"b\"}\n{\"instruction\":\"c?\",\"output\":\"d\"}\n");

        HttpResponseMessage response = await served.StartRunAsync($"name: mine\nseed: {{ path: {seed} }}\njudge: {{ kind: reference }}\n");

        Assert.AreEqual(HttpStatusCode.Accepted, response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Start_EndpointInThePrivateNetwork_IsRefusedWithItsLine()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await served.StartRunAsync("name: mine\nteacher:\n  kind: openAI\n  model: m\n  url: http://169.254.169.254/latest\n");

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        JsonElement error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray().Single();
        StringAssert.Contains(error.GetProperty("message").GetString(), "tapir.allow.endpoints");
        Assert.AreEqual(5, error.GetProperty("line").GetInt32());
    }

    [TestMethod]
    [DataRow("/api/runs/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [DataRow("/api/runs/..%5c..%5cstate.json")]
    [DataRow("/api/runs/mine-1/student/%2e%2e%2frun.json")]
    [DataRow("/api/runs/mine-1/student/%2fetc%2fpasswd")]
    [DataRow("/api/runs/mine-99999999999999999999")]
    public async Task Read_PathThatClimbsOut_IsNotThere(string path)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        Assert.AreEqual(HttpStatusCode.NotFound, (await served.Client.GetAsync(path)).StatusCode);
    }

    [TestMethod]
    [DataRow("none")]
    [DataRow("0123")]
    [DataRow("0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [DataRow("..%2F..%2Fkeys.json")]
    [DataRow("sha256%3A0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task Artifact_DigestThatIsNone_IsRefused(string digest)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        Assert.AreEqual(HttpStatusCode.BadRequest, (await served.Client.GetAsync($"/api/artifacts/{digest}")).StatusCode);
    }

    [TestMethod]
    public async Task Event_ForARunThatIsOver_IsRefused()
    {
        await using ServedFolder served = await ServedFolder.StartWorkingAsync();
        await served.StartRunAsync();
        await served.WaitForStatusAsync("mine-1", "running");
        (await served.Client.PostAsync("/api/runs/mine-1/terminate?reason=<b>enough</b>", null)).EnsureSuccessStatusCode();
        await served.WaitForStatusAsync("mine-1", "cancelled");

        HttpResponseMessage response = await served.Client.PostAsJsonAsync("/api/runs/mine-1/events/continue", "now");

        Assert.AreEqual(HttpStatusCode.Conflict, response.StatusCode);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(), "mine-1 is not running: its status is cancelled.");
    }

    [TestMethod]
    [DataRow("name: <script>alert(1)</script>\n")]
    [DataRow("name: mine\n<img src=x onerror=alert(1)>: 1\n")]
    [DataRow("name: mine\nseed: { path: <script>alert(1)</script> }\n")]
    public async Task Start_HtmlInASpec_IsNeverSentAsAPage(string spec)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/runs") { Content = ServedFolder.Body(spec) };
        request.Headers.Accept.ParseAdd("text/html");

        HttpResponseMessage response = await served.Client.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.AreEqual("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }
}
