using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tapir.Host.Access;

namespace Tapir.Host.Tests.Http;

[TestClass]
public sealed class ReviewApiTests
{
    // Everything real and small, so that it comes to its first review in seconds.
    private const string Reviewed = """
        name: mine
        seed: { perCell: 2 }
        curriculum: { rounds: 1, roundSize: 60, poolSample: 40 }
        student: { vocabulary: 400, width: 32, layers: 2, heads: 2, keyValueHeads: 1, mlp: 64, context: 192 }
        training: { baseTokens: 3000, roundTokens: 3000, batchTokens: 1024 }
        evaluation: { perCell: 1, answerTokens: 16, shardSize: 60 }
        review: { points: [selection], sample: 2 }
        """;

    [TestMethod]
    public async Task Answer_ReviewThatWaits_IsRecordedAndTheRunGoesOn()
    {
        await using ServedFolder served = await ServedFolder.StartWorkingAsync();
        await served.StartRunAsync(Reviewed);
        await served.WaitForStatusAsync("mine-1", "waiting");

        JsonElement waiting = (await served.GetAsync("/api/runs/mine-1/reviews")).GetProperty("waiting");
        HttpResponseMessage otherPoint = await AnswerAsync(served, "export", new { verdict = "reject" });
        HttpResponseMessage otherRound = await AnswerAsync(served, "selection", new { verdict = "reject", round = 2 });
        HttpResponseMessage answered = await AnswerAsync(served, "selection", new { verdict = "approve", round = 1, note = "fine", by = "anna" });

        Assert.AreEqual(("selection", 1, 2), (waiting.GetProperty("point").GetString(), waiting.GetProperty("round").GetInt32(), waiting.GetProperty("items").GetArrayLength()));
        Assert.AreEqual(HttpStatusCode.Conflict, otherPoint.StatusCode);
        Assert.AreEqual(
            "mine-1 waits for a review of the selection of round 1 now, which this answer is not for.", (await otherPoint.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
        Assert.AreEqual(HttpStatusCode.Conflict, otherRound.StatusCode);
        Assert.AreEqual(HttpStatusCode.Accepted, answered.StatusCode, await answered.Content.ReadAsStringAsync());
        await served.WaitForAsync("mine-1", state => state.GetProperty("status").GetString() != "waiting");
        JsonElement decided = (await served.GetAsync("/api/runs/mine-1/reviews")).GetProperty("decided").EnumerateArray().Single();
        Assert.AreEqual(("approve", "anna", "fine"), (decided.GetProperty("verdict").GetString(), decided.GetProperty("by").GetString(), decided.GetProperty("note").GetString()));
    }

    [TestMethod]
    public async Task Answer_WithAKey_TellsWhoseItIs()
    {
        await using ServedFolder served = await ServedFolder.StartWorkingAsync();
        await served.StartRunAsync(Reviewed);
        await served.WaitForStatusAsync("mine-1", "waiting");
        using HttpClient team = await served.ClientOfAsync("team", KeyScope.Run);

        HttpResponseMessage answered = await team.PostAsJsonAsync("/api/runs/mine-1/reviews/selection", new { verdict = "reject", by = "bert" });

        Assert.AreEqual("bert (key team)", (await answered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("by").GetString());
    }

    [TestMethod]
    public async Task Answer_RunIsOver_IsRefused()
    {
        await using ServedFolder served = await ServedFolder.StartWorkingAsync();
        await served.StartRunAsync();
        await served.WaitForStatusAsync("mine-1", "running");
        (await served.Client.PostAsync("/api/runs/mine-1/terminate", null)).EnsureSuccessStatusCode();
        await served.WaitForStatusAsync("mine-1", "cancelled");

        HttpResponseMessage response = await AnswerAsync(served, "selection", new { verdict = "approve" });

        Assert.AreEqual(HttpStatusCode.Conflict, response.StatusCode);
        Assert.AreEqual("mine-1 waits for no review now: its status is cancelled.", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [TestMethod]
    [DataRow("/api/runs/none-1/reviews/selection", "{\"verdict\":\"approve\"}", HttpStatusCode.NotFound, "There is no run 'none-1'")]
    [DataRow("/api/runs/mine-1/reviews/lunch", "{\"verdict\":\"approve\"}", HttpStatusCode.BadRequest, "'point' must be one of selection, training, export; it is 'lunch'.")]
    [DataRow("/api/runs/mine-1/reviews/selection", "{}", HttpStatusCode.BadRequest, "There is no 'verdict'; write approve or reject.")]
    [DataRow("/api/runs/mine-1/reviews/selection", "{\"verdict\":\"perhaps\"}", HttpStatusCode.BadRequest, "verdict")]
    [DataRow("/api/runs/mine-1/reviews/selection", "{\"verdict\":7}", HttpStatusCode.BadRequest, "verdict")]
    [DataRow("/api/runs/mine-1/reviews/selection", "{\"verdict\":0}", HttpStatusCode.BadRequest, "verdict")]
    [DataRow("/api/runs/mine-1/reviews/selection", "", HttpStatusCode.BadRequest, "body")]
    [DataRow("/api/runs/mine-1/reviews/selection", "{\"verdict\":\"approve\"}", HttpStatusCode.Conflict, "mine-1 waits for no review now: its status is ")]
    public async Task Answer_WhatCannotBe_IsAProblem(string path, string body, HttpStatusCode status, string told)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        HttpResponseMessage response = await served.Client.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.AreEqual(status, response.StatusCode);
        StringAssert.Contains((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), told);
    }

    [TestMethod]
    public async Task Answer_KeyThatMayOnlyRead_IsRefused()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();
        using HttpClient reader = await served.ClientOfAsync("visitor", KeyScope.Read);

        Assert.AreEqual(HttpStatusCode.OK, (await reader.GetAsync("/api/runs/mine-1/reviews")).StatusCode);
        Assert.AreEqual(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync("/api/runs/mine-1/reviews/selection", new { verdict = "approve" })).StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, (await reader.GetAsync("/api/runs/none-1/reviews")).StatusCode);
    }

    private static Task<HttpResponseMessage> AnswerAsync(ServedFolder served, string point, object word) => served.Client.PostAsJsonAsync($"/api/runs/mine-1/reviews/{point}", word);
}
