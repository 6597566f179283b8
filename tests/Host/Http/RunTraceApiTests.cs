using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Tapir.Host.Access;
using Tapir.Host.Runs;

namespace Tapir.Host.Tests.Http;

/// <summary>What a run spent, did and logged.</summary>
[TestClass]
public sealed class RunTraceApiTests
{
    [TestMethod]
    public async Task Budget_Raised_IsShownAndHolds()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync("name: mine\nbudget: { calls: 100 }\n");
        await served.WaitForStatusAsync("mine-1", "running");

        JsonElement raised = await (await AddAsync(served, "50calls")).Content.ReadFromJsonAsync<JsonElement>();

        Assert.AreEqual(150, raised.GetProperty("calls").GetProperty("limit").GetDouble());
        await served.RestartAsync();
        Assert.AreEqual(150, (await served.GetAsync("/api/runs/mine-1/budget")).GetProperty("calls").GetProperty("limit").GetDouble());
        Assert.AreEqual(150, (await served.GetAsync("/api/runs/mine-1")).GetProperty("budget").GetProperty("calls").GetProperty("limit").GetDouble());
    }

    [TestMethod]
    public async Task Budget_SameIdempotencyKey_AddsOnceAlsoAfterARestart()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync("name: mine\nbudget: { calls: 100 }\n");

        await AddAsync(served, "50calls", "sunday");
        await AddAsync(served, "50calls", "sunday");
        await served.RestartAsync();
        await AddAsync(served, "50calls", "sunday");
        await AddAsync(served, "50calls", "monday");

        Assert.AreEqual(200, (await served.GetAsync("/api/runs/mine-1/budget")).GetProperty("calls").GetProperty("limit").GetDouble());
    }

    /// <summary>The record was written, and the server killed before the ledger knew of it.</summary>
    [TestMethod]
    public async Task Budget_RaiseWasCutOffHalfway_HoldsAfterTheNextStart()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync("name: mine\nbudget: { calls: 100 }\n");
        await served.WaitForStatusAsync("mine-1", "running");

        await served.RestartAsync(meanwhile: state =>
        {
            RunCatalog runs = new(state);
            RunRecord run = runs.Find("mine-1");
            runs.Save(run with { Spec = run.Spec with { Budget = run.Spec.Budget with { Calls = 150 } } });
        });

        // What the calls are held to, and not only what was asked for.
        Assert.AreEqual(150, (await served.GetAsync("/api/runs/mine-1")).GetProperty("budget").GetProperty("calls").GetProperty("limit").GetDouble());
    }

    [TestMethod]
    public async Task Budget_RaisedByManyAtOnce_NoneIsLost()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync("name: mine\nbudget: { calls: 100 }\n");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AddAsync(served, "5calls")));

        Assert.AreEqual(200, (await served.GetAsync("/api/runs/mine-1/budget")).GetProperty("calls").GetProperty("limit").GetDouble());
    }

    [TestMethod]
    [DataRow("a lot")]
    [DataRow("-5calls")]
    [DataRow("10tokens")]
    public async Task Budget_AmountThatCannotBe_IsRefused(string amount)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync("name: mine\nbudget: { calls: 100 }\n");

        Assert.AreEqual(HttpStatusCode.BadRequest, (await AddAsync(served, amount)).StatusCode);
    }

    [TestMethod]
    public async Task CallsAndLogs_OfARunThatWorks_ArePaged()
    {
        await using ServedFolder served = await ServedFolder.StartWorkingAsync();
        await served.StartRunAsync();
        await WaitForImportAsync(served);

        JsonElement calls = await served.GetAsync("/api/runs/mine-1/calls?pageSize=1&function=seeding.import&outcome=computed");
        JsonElement logs = await served.GetAsync("/api/runs/mine-1/logs?pageSize=200");

        Assert.AreEqual(1, calls.GetProperty("total").GetInt32());
        JsonElement call = calls.GetProperty("calls").EnumerateArray().Single();
        Assert.AreEqual(("seeding.import", "run", "computed"), (call.GetProperty("function").GetString(), call.GetProperty("part").GetString(), call.GetProperty("outcome").GetString()));
        JsonElement line = logs.GetProperty("lines").EnumerateArray().Single(some => some.GetProperty("message").GetString()!.StartsWith("seeding.import: Computed", StringComparison.Ordinal));
        Assert.AreEqual(("information", "seeding.import"), (line.GetProperty("level").GetString(), line.GetProperty("function").GetString()));
        Assert.AreEqual(0, (await served.GetAsync("/api/runs/mine-1/logs?level=critical")).GetProperty("total").GetInt32());
    }

    [TestMethod]
    public async Task Logs_Followed_ComeLineByLineUntilTheRunIsOverAndGoOnAfterTheLastSeen()
    {
        await using ServedFolder served = await ServedFolder.StartWorkingAsync();
        await served.StartRunAsync();
        await WaitForImportAsync(served);
        (await served.Client.PostAsync("/api/runs/mine-1/terminate", null)).EnsureSuccessStatusCode();

        List<(string Id, string Message)> all = await FollowAsync(served);
        List<(string Id, string Message)> rest = await FollowAsync(served, all[1].Id);
        List<(string Id, string Message)> last = await FollowAsync(served, tail: 1);

        Assert.AreEqual("mine-1 begins", all[0].Message);
        Assert.IsTrue(all.Any(line => line.Message.StartsWith("seeding.import: Computed", StringComparison.Ordinal)));
        // A call that was under way when the run ended may be told of later.
        Assert.AreSequenceEqual(all.Skip(2).ToArray(), rest.Take(all.Count - 2).ToArray());
        Assert.HasCount(1, last);
    }

    [TestMethod]
    public async Task Rewind_WithAReason_IsInTheLogOfTheRun()
    {
        await using ServedFolder served = await ServedFolder.StartWorkingAsync();
        await served.StartRunAsync();
        await served.WaitForStatusAsync("mine-1", "running");
        (await served.Client.PostAsync("/api/runs/mine-1/terminate", null)).EnsureSuccessStatusCode();
        await served.WaitForStatusAsync("mine-1", "cancelled");

        HttpResponseMessage rewound = await served.Client.PostAsync("/api/runs/mine-1/rewind?reason=the+disk+is+larger+now", null);

        Assert.AreEqual(HttpStatusCode.Accepted, rewound.StatusCode, await rewound.Content.ReadAsStringAsync());
        await served.WaitForStatusAsync("mine-1", "running");
        JsonElement lines = (await served.GetAsync("/api/runs/mine-1/logs?pageSize=200")).GetProperty("lines");
        Assert.IsTrue(lines.EnumerateArray().Any(line => line.GetProperty("message").GetString() == "mine-1 begins again: the disk is larger now"), lines.ToString());
    }

    [TestMethod]
    [DataRow("/api/runs/none-1/budget", HttpStatusCode.NotFound)]
    [DataRow("/api/runs/none-1/logs", HttpStatusCode.NotFound)]
    [DataRow("/api/runs/none-1/calls", HttpStatusCode.NotFound)]
    [DataRow("/api/runs/mine-1/calls?page=0", HttpStatusCode.BadRequest)]
    [DataRow("/api/runs/mine-1/logs?pageSize=201", HttpStatusCode.BadRequest)]
    [DataRow("/api/runs/mine-1/logs?level=loud", HttpStatusCode.BadRequest)]
    [DataRow("/api/runs/none-1/logs/events", HttpStatusCode.NotFound)]
    [DataRow("/api/runs/mine-1/logs/events?tail=-1", HttpStatusCode.BadRequest)]
    [DataRow("/api/runs/mine-1/calls?outcome=perhaps", HttpStatusCode.BadRequest)]
    [DataRow("/api/runs?page=2147483647&pageSize=200", HttpStatusCode.BadRequest)]
    [DataRow("/api/runs?createdFrom=yesterday", HttpStatusCode.BadRequest)]
    public async Task Read_WhatCannotBe_IsAProblem(string path, HttpStatusCode status)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        HttpResponseMessage response = await served.Client.GetAsync(path);

        Assert.AreEqual(status, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.IsGreaterThan(10, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.Length);
    }

    [TestMethod]
    public async Task Budget_BodyThatIsNoAmount_IsToldWhatToWrite()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync("name: mine\nbudget: { calls: 100 }\n");

        HttpResponseMessage nothing = await served.Client.PostAsJsonAsync("/api/runs/mine-1/budget", new { more = 3 });
        HttpResponseMessage number = await served.Client.PostAsJsonAsync("/api/runs/mine-1/budget", new { add = 3 });

        StringAssert.Contains((await nothing.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), "is no amount; write 5000calls, 2000000tokens, or 12.50 for money.");
        Assert.AreEqual(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.AreEqual(HttpStatusCode.BadRequest, number.StatusCode);
        Assert.AreEqual(100, (await served.GetAsync("/api/runs/mine-1/budget")).GetProperty("calls").GetProperty("limit").GetDouble());
    }

    [TestMethod]
    public async Task Budget_KeyThatMayOnlyRead_SeesItAndRaisesNothing()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync("name: mine\nbudget: { calls: 100 }\n");
        using HttpClient reader = await served.ClientOfAsync("visitor", KeyScope.Read);

        HttpResponseMessage refused = await reader.PostAsJsonAsync("/api/runs/mine-1/budget", new { add = "50calls" });

        Assert.AreEqual(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, (await reader.GetAsync("/api/runs/mine-1/logs")).StatusCode);
        Assert.AreEqual(
            100, (await reader.GetFromJsonAsync<JsonElement>("/api/runs/mine-1/budget")).GetProperty("calls").GetProperty("limit").GetDouble());
    }

    [TestMethod]
    public async Task List_ByTimeOfRecord_ShowsThoseWithin()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();
        string created = Uri.EscapeDataString((await served.GetAsync("/api/runs/mine-1")).GetProperty("createdAt").GetString()!);

        Assert.AreEqual(1, await CountAsync($"createdFrom={created}"));
        Assert.AreEqual(0, await CountAsync($"createdTo={created}"));
        Assert.AreEqual(1, await CountAsync("createdFrom=2020-01-01&createdTo=2120-01-01"));
        Assert.AreEqual(0, await CountAsync("createdFrom=2120-01-01"));

        async Task<int> CountAsync(string filter) => (await served.GetAsync($"/api/runs?{filter}")).GetProperty("total").GetInt32();
    }

    private static Task<JsonElement> WaitForImportAsync(ServedFolder served) => served.WaitForAsync("mine-1", state => state.GetProperty("functions").EnumerateArray()
        .Any(line => line.GetProperty("function").GetString() == "seeding.import" && line.GetProperty("computed").GetInt32() > 0));

    private static async Task<List<(string Id, string Message)>> FollowAsync(ServedFolder served, string? after = null, int tail = 100)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"/api/runs/mine-1/logs/events?tail={tail}");
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", after);
        }

        using HttpResponseMessage response = await served.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        List<(string Id, string Message)> lines = [];
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (item.EventType == "line")
            {
                using JsonDocument line = JsonDocument.Parse(item.Data);
                lines.Add((item.EventId!, line.RootElement.GetProperty("message").GetString()!));
            }
        }

        return lines;
    }

    private static async Task<HttpResponseMessage> AddAsync(ServedFolder served, string amount, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/runs/mine-1/budget") { Content = JsonContent.Create(new { add = amount }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await served.Client.SendAsync(request);
    }
}
