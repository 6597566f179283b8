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
    [DataRow("/etc")]
    [DataRow("no-such-model")]
    public async Task Start_TeacherOutsideOfWhatMayBeRead_IsToldNothingOfIt(string path)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await served.StartRunAsync($"name: mine\nteacher: {{ kind: local, model: {path} }}\njudge: {{ kind: teacher }}\n");

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        JsonElement error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray().Single();
        StringAssert.Contains(error.GetProperty("message").GetString(), "tapir.allow.read");
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
    [DataRow("name: mine\nseed:\n  path: \"a\\0b\"\njudge: { kind: reference }\n", 3)]
    [DataRow("{ \"name\": \"mine\", \"seed\": { \"path\": \"a\\u0000b\" } }", 1)]
    public async Task Start_SeedIsNoPath_IsToldWhere(string spec, int line)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await served.StartRunAsync(spec);

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode, await response.Content.ReadAsStringAsync());
        JsonElement error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray().Single();
        StringAssert.Contains(error.GetProperty("message").GetString(), "'seed.path' holds the character \\0");
        Assert.AreEqual(line, error.GetProperty("line").GetInt32());
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("{\"key\":null}")]
    [DataRow("null")]
    [DataRow("")]
    public async Task Session_WithoutAKey_IsToldWhatToSend(string body)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await served.Client.PostAsync("/api/session", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    /// <summary>Passed over, they would answer something else than what was asked for, or do more.</summary>
    [TestMethod]
    [DataRow("GET", "/api/runs?status=finished", "'status' must be one of running, waiting, paused, suspended, interrupted, queued, done, failed, cancelled; it is 'finished'.")]
    [DataRow("GET", "/api/runs?stauts=failed", "There is no parameter 'stauts' here; did you mean 'status'? This address has status, name, createdFrom, createdTo, page, pageSize.")]
    [DataRow("GET", "/api/runs/mine-1?verbose=1", "There is no parameter 'verbose' here. This address has none.")]
    [DataRow("GET", "/api/runs/mine-1/logs/events?run=mine-2", "There is no parameter 'run' here")]
    [DataRow("GET", "/api/schedules?name=nightly", "There is no parameter 'name' here")]
    [DataRow("GET", "/api/specs/mine?version=2", "There is no parameter 'version' here")]
    [DataRow("POST", "/api/runs/mine-1/terminate?reson=enough", "did you mean 'reason'?")]
    [DataRow("POST", "/api/runs/mine-1/parked/retry?reason=enough", "There is no parameter 'reason' here")]
    [DataRow("DELETE", "/api/runs/mine-1?reason=enough", "There is no parameter 'reason' here")]
    public async Task Ask_ParameterThatIsNotKnown_IsToldWhichThereAre(string method, string path, string told)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), path);

        HttpResponseMessage response = await served.Client.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode, await response.Content.ReadAsStringAsync());
        StringAssert.Contains((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), told);
        Assert.AreEqual(0, (await served.GetAsync("/api/runs?Status=CANCELLED")).GetProperty("total").GetInt32());
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
