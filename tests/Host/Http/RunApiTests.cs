using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tapir.Host.Settings;

namespace Tapir.Host.Tests.Http;

[TestClass]
public sealed class RunApiTests
{
    [TestMethod]
    public async Task Start_ValidSpec_IsAcceptedWithTheAddressesOfDurableFunctions()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await served.StartRunAsync();

        Assert.AreEqual(HttpStatusCode.Accepted, response.StatusCode);
        JsonElement links = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.AreEqual("mine-1", links.GetProperty("id").GetString());
        Assert.AreEqual(response.Headers.Location!.ToString(), links.GetProperty("statusQueryGetUri").GetString());
        Assert.AreSequenceEqual(
            ["id", "statusQueryGetUri", "sendEventPostUri", "terminatePostUri", "suspendPostUri", "resumePostUri", "purgeHistoryDeleteUri", "rewindPostUri"],
            links.EnumerateObject().Select(link => link.Name).ToArray());
        Assert.AreEqual("mine-1", (await served.GetAsync(links.GetProperty("statusQueryGetUri").GetString()!)).GetProperty("run").GetString());
        await served.WaitForStatusAsync("mine-1", "running");
    }

    [TestMethod]
    public async Task Start_JsonAndOverrides_AreTaken()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await served.Client.PostAsJsonAsync("/api/runs?set=name=other&set=curriculum.rounds=1", new { name = "mine", randomSeed = 2 });

        Assert.AreEqual("other-1", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString());
    }

    [TestMethod]
    public async Task Start_SpecWithFaults_TellsAllOfThemAsTheCommandDoes()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await served.StartRunAsync("name: mine\ncurriculum: { rouns: 3 }\nrandomSeed: x\n");

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.AreSequenceEqual(
            [(2, "unknown key 'curriculum.rouns'; did you mean 'rounds'?"), (3, "'randomSeed' must be a whole number; it is 'x'")],
            problem.GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("line").GetInt32(), error.GetProperty("message").GetString()!)).ToArray());
        Assert.AreEqual(0, (await served.GetAsync("/api/runs")).GetProperty("total").GetInt32());
    }

    [TestMethod]
    public async Task Start_ManyAtOnce_EachIsARunOfItsOwn()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => served.StartRunAsync()));

        string[] ids = await Task.WhenAll(responses.Select(async response => (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!));
        CollectionAssert.AreEquivalent(Enumerable.Range(1, 20).Select(number => $"mine-{number}").ToArray(), ids);
    }

    [TestMethod]
    public async Task Start_SameIdempotencyKey_IsTheSameRunAlsoAfterARestart()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => served.StartRunAsync(key: "sunday")));
        await served.RestartAsync();
        HttpResponseMessage after = await served.StartRunAsync(key: "sunday");
        HttpResponseMessage other = await served.StartRunAsync(key: "monday");

        foreach (HttpResponseMessage response in responses.Append(after))
        {
            Assert.AreEqual("/api/runs/mine-1", response.Headers.Location!.AbsolutePath);
        }

        Assert.AreEqual("/api/runs/mine-2", other.Headers.Location!.AbsolutePath);
    }

    [TestMethod]
    public async Task Start_MoreThanMayRun_WaitInLineAlsoAfterARestart()
    {
        TapirSettings settings = new() { MaxConcurrentRuns = 1 };
        await using ServedFolder served = await ServedFolder.StartAsync(settings);
        for (int run = 0; run < 3; run++)
        {
            await served.StartRunAsync();
        }

        await served.RestartAsync(settings);

        await served.WaitForStatusAsync("mine-1", "running");
        Assert.AreEqual(1, (await served.GetAsync("/api/runs/mine-2")).GetProperty("place").GetInt32());
        Assert.AreEqual(2, (await served.GetAsync("/api/runs/mine-3")).GetProperty("place").GetInt32());
    }

    [TestMethod]
    public async Task Start_LineIsFull_IsRefusedAndNothingIsLeftBehind()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(new TapirSettings { MaxConcurrentRuns = 1, MaxQueuedRuns = 0 });

        HttpResponseMessage refused = await served.StartRunAsync();

        Assert.AreEqual(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.AreEqual(0, (await served.GetAsync("/api/runs")).GetProperty("total").GetInt32());
    }

    [TestMethod]
    public async Task Terminate_ARunInLine_EndsItForGood()
    {
        TapirSettings settings = new() { MaxConcurrentRuns = 1 };
        await using ServedFolder served = await ServedFolder.StartAsync(settings);
        await served.StartRunAsync();
        await served.StartRunAsync();

        HttpResponseMessage response = await served.Client.PostAsync("/api/runs/mine-2/terminate?reason=not+needed", null);
        await served.RestartAsync(settings);

        Assert.AreEqual(HttpStatusCode.Accepted, response.StatusCode);
        Assert.IsFalse((await served.GetAsync("/api/runs/mine-2")).TryGetProperty("place", out _));
    }

    [TestMethod]
    public async Task List_Pages_ShowTheNewestFirst()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        for (int run = 0; run < 5; run++)
        {
            await served.StartRunAsync();
        }

        await served.WaitForStatusAsync("mine-2", "running");
        JsonElement page = await served.GetAsync("/api/runs?page=2&pageSize=2");

        Assert.AreEqual(5, page.GetProperty("total").GetInt32());
        Assert.AreSequenceEqual(["mine-3", "mine-2"], page.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run").GetString()!).ToArray());
        Assert.AreEqual(3, (await served.GetAsync("/api/runs?status=queued")).GetProperty("total").GetInt32());
        Assert.AreEqual(HttpStatusCode.BadRequest, (await served.Client.GetAsync("/api/runs?pageSize=100000")).StatusCode);
    }

    [TestMethod]
    public async Task Read_SameState_IsNotSentTwice()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();
        await served.WaitForStatusAsync("mine-1", "running");
        HttpResponseMessage first = await served.Client.GetAsync("/api/runs/mine-1");
        using HttpRequestMessage again = new(HttpMethod.Get, "/api/runs/mine-1");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        Assert.AreEqual(HttpStatusCode.NotModified, (await served.Client.SendAsync(again)).StatusCode);
    }

    [TestMethod]
    [DataRow("/api/runs/mine-9", HttpStatusCode.NotFound)]
    [DataRow("/api/runs/..%2F..%2Fetc", HttpStatusCode.NotFound)]
    [DataRow("/api/runs/mine-1/report", HttpStatusCode.NotFound)]
    [DataRow("/api/runs/mine-1/student/..%2Frun.json", HttpStatusCode.NotFound)]
    [DataRow("/api/artifacts/none", HttpStatusCode.BadRequest)]
    [DataRow("/api/artifacts/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", HttpStatusCode.NotFound)]
    [DataRow("/api/nothing", HttpStatusCode.NotFound)]
    public async Task Read_WhatIsNot_IsAProblem(string path, HttpStatusCode status)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        HttpResponseMessage response = await served.Client.GetAsync(path);

        Assert.AreEqual(status, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [TestMethod]
    public async Task Purge_ARunThatIsNotOver_IsRefused()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        HttpResponseMessage response = await served.Client.DeleteAsync("/api/runs/mine-1");

        Assert.AreEqual(HttpStatusCode.Conflict, response.StatusCode);
        StringAssert.Contains((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), "terminate it first");
    }

    [TestMethod]
    public async Task Describe_OpenApiAndHealth_Answer()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        Assert.IsTrue((await served.GetAsync("/api/tapir.json")).GetProperty("paths").TryGetProperty("/api/runs/{run}", out _));
        StringAssert.Contains(await served.Client.GetStringAsync("/api/docs/"), "Tapir");
        Assert.AreEqual("ready", (await served.GetAsync("/health/ready")).GetProperty("status").GetString());
    }
}
