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

    /// <summary>What the spec was read from may be gone by the time that a request is made again whose answer was lost.</summary>
    [TestMethod]
    public async Task Start_SameKeyAfterTheSeedFileIsGone_IsTheSameRun()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(folder => new TapirSettings { Allow = new AllowSettings { Read = [folder.Files.Root] } });
        string seed = served.Files.Write("seed.jsonl", "{\"instruction\": \"a\", \"output\": \"b\"}\n{\"instruction\": \"c\", \"output\": \"d\"}\n");
        string spec = $"name: mine\nseed: {{ path: '{seed}' }}\njudge: {{ kind: reference }}\n";
        HttpResponseMessage first = await served.StartRunAsync(spec, "sunday");
        File.Delete(seed);

        HttpResponseMessage again = await served.StartRunAsync(spec, "sunday");

        Assert.AreEqual(HttpStatusCode.Accepted, first.StatusCode, await first.Content.ReadAsStringAsync());
        Assert.AreEqual(HttpStatusCode.Accepted, again.StatusCode, await again.Content.ReadAsStringAsync());
        Assert.AreEqual(first.Headers.Location, again.Headers.Location);
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, (await served.StartRunAsync(spec, "monday")).StatusCode);
    }

    [TestMethod]
    public async Task Start_SameKeyAfterTheStoredSpecIsGone_IsTheSameRun()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        (await served.Client.PutAsync("/api/specs/mine", ServedFolder.Body())).EnsureSuccessStatusCode();
        HttpResponseMessage first = await StartStoredAsync(served);
        (await served.Client.DeleteAsync("/api/specs/mine")).EnsureSuccessStatusCode();

        HttpResponseMessage again = await StartStoredAsync(served);

        Assert.AreEqual(HttpStatusCode.Accepted, again.StatusCode, await again.Content.ReadAsStringAsync());
        Assert.AreEqual(first.Headers.Location, again.Headers.Location);
    }

    [TestMethod]
    public async Task Terminate_ARunInLine_EndsItForGoodAndItMakesNoCall()
    {
        TapirSettings settings = new() { MaxConcurrentRuns = 1 };
        await using ServedFolder served = await ServedFolder.StartWorkingAsync(settings);
        await served.StartRunAsync();
        await served.WaitForStatusAsync("mine-1", "running");
        await served.StartRunAsync();

        HttpResponseMessage response = await served.Client.PostAsync("/api/runs/mine-2/terminate?reason=not+needed", null);
        await served.WaitForStatusAsync("mine-2", "cancelled");
        await served.RestartAsync(settings);

        Assert.AreEqual(HttpStatusCode.Accepted, response.StatusCode);
        JsonElement after = await served.GetAsync("/api/runs/mine-2");
        Assert.AreEqual("cancelled", after.GetProperty("status").GetString());
        Assert.AreEqual(0, after.GetProperty("functions").GetArrayLength(), after.ToString());
    }

    [TestMethod]
    public async Task Rewind_CancelledRun_IsUnderWayAgain()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(new TapirSettings { MaxConcurrentRuns = 1 });
        await StartCancelledAsync(served, 2);

        HttpResponseMessage rewound = await served.Client.PostAsync("/api/runs/mine-2/rewind", null);

        Assert.AreEqual(HttpStatusCode.Accepted, rewound.StatusCode, await rewound.Content.ReadAsStringAsync());
        Assert.AreEqual("running", (await served.GetAsync("/api/runs/mine-2")).GetProperty("status").GetString());
    }

    [TestMethod]
    [DataRow("mine-1", "mine-1 is running; only a failed or cancelled run can be begun again.")]
    [DataRow("mine-2", "mine-2 is queued; only a failed or cancelled run can be begun again.")]
    public async Task Rewind_ARunThatIsNotOver_IsRefused(string run, string told)
    {
        await using ServedFolder served = await ServedFolder.StartAsync(new TapirSettings { MaxConcurrentRuns = 1 });
        await served.StartRunAsync();
        await served.WaitForStatusAsync("mine-1", "running");
        await served.StartRunAsync();

        HttpResponseMessage refused = await served.Client.PostAsync($"/api/runs/{run}/rewind", null);

        Assert.AreEqual(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.AreEqual(told, (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    /// <summary>The answer was lost, so it is asked again: for nothing, and never for another run.</summary>
    [TestMethod]
    public async Task Purge_Repeated_RemovesThatRunAlone()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(new TapirSettings { MaxConcurrentRuns = 1 });
        await StartCancelledAsync(served, 3);
        await served.StartRunAsync("name: mine-3\n");
        (await served.Client.PostAsync("/api/runs/mine-3-1/terminate", null)).EnsureSuccessStatusCode();

        HttpResponseMessage[] answers =
        [
            await served.Client.DeleteAsync("/api/runs/mine-3"),
            await served.Client.DeleteAsync("/api/runs/mine-3"),
            await served.Client.DeleteAsync("/api/runs/mine"),
            await served.Client.PostAsync("/api/runs/mine/rewind", null),
            await served.Client.PostAsync("/api/runs/mine/terminate", null),
        ];

        Assert.AreSequenceEqual(
            [HttpStatusCode.Accepted, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            answers.Select(answer => answer.StatusCode).ToArray());
        Assert.AreSequenceEqual(
            ["mine-3-1 cancelled", "mine-2 cancelled", "mine-1 running"],
            (await served.GetAsync("/api/runs")).GetProperty("runs").EnumerateArray().Select(run => $"{run.GetProperty("run")} {run.GetProperty("status")}").ToArray());
    }

    /// <summary>What was spent is counted by id, and what somebody noted as a run's id must not mean another.</summary>
    [TestMethod]
    public async Task Purge_ThenStart_TheIdIsNotGivenAgain()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(new TapirSettings { MaxConcurrentRuns = 1 });
        await StartCancelledAsync(served, 2);
        (await served.Client.DeleteAsync("/api/runs/mine-2")).EnsureSuccessStatusCode();

        HttpResponseMessage next = await served.StartRunAsync();
        await served.RestartAsync(meanwhile: state => File.Delete(state.Ledger));

        Assert.AreEqual("/api/runs/mine-3", next.Headers.Location!.AbsolutePath);
        (await served.Client.PostAsync("/api/runs/mine-3/terminate", null)).EnsureSuccessStatusCode();
        Assert.AreEqual("/api/runs/mine-4", (await served.StartRunAsync()).Headers.Location!.AbsolutePath);
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

    /// <summary>Starts so many runs, of which the first goes on and the others are cancelled in line.</summary>
    private static async Task StartCancelledAsync(ServedFolder served, int count)
    {
        await served.StartRunAsync();
        await served.WaitForStatusAsync("mine-1", "running");
        for (int run = 2; run <= count; run++)
        {
            await served.StartRunAsync();
            (await served.Client.PostAsync($"/api/runs/mine-{run}/terminate", null)).EnsureSuccessStatusCode();
        }
    }

    private static async Task<HttpResponseMessage> StartStoredAsync(ServedFolder served)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/runs?spec=mine");
        request.Headers.Add("Idempotency-Key", "sunday");
        return await served.Client.SendAsync(request);
    }
}
