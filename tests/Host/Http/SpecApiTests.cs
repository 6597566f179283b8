using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tapir.Host.Access;

namespace Tapir.Host.Tests.Http;

[TestClass]
public sealed class SpecApiTests
{
    [TestMethod]
    public async Task Put_Spec_IsStoredInVersionsThatOutliveTheServer()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage first = await PutAsync(served);
        HttpResponseMessage same = await PutAsync(served);
        HttpResponseMessage second = await PutAsync(served, ServedFolder.Spec + "# more\n");
        await served.RestartAsync();

        Assert.AreEqual(HttpStatusCode.Created, first.StatusCode);
        Assert.AreEqual("/api/specs/mine/versions/1", first.Headers.Location!.ToString());
        Assert.AreEqual(HttpStatusCode.OK, same.StatusCode);
        Assert.AreEqual("/api/specs/mine/versions/2", second.Headers.Location!.ToString());
        Assert.AreEqual(ServedFolder.Spec, (await served.GetAsync("/api/specs/mine/versions/1")).GetProperty("text").GetString());
        JsonElement latest = await served.GetAsync("/api/specs/mine");
        Assert.AreEqual(2, latest.GetProperty("version").GetInt32());
        Assert.AreEqual(2, latest.GetProperty("versions").GetArrayLength());
        JsonElement listed = (await served.GetAsync("/api/specs")).GetProperty("specs").EnumerateArray().Single();
        Assert.AreEqual("mine", listed.GetProperty("name").GetString());
        Assert.IsFalse(listed.TryGetProperty("text", out _));
    }

    [TestMethod]
    public async Task Put_FaultySpecOrOtherName_IsNotStored()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, (await PutAsync(served, "name: mine\nrouns: 3\n")).StatusCode);
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, (await PutAsync(served, "name: other\n")).StatusCode);

        Assert.AreEqual(HttpStatusCode.NotFound, (await served.Client.GetAsync("/api/specs/mine")).StatusCode);
    }

    [TestMethod]
    public async Task Start_StoredSpec_RunsTheVersionAsked()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await PutAsync(served, "name: mine\nbudget: { calls: 1 }\n");
        await PutAsync(served, "name: mine\nbudget: { calls: 2 }\n");

        HttpResponseMessage latest = await served.Client.PostAsync("/api/runs?spec=mine", null);
        HttpResponseMessage first = await served.Client.PostAsync("/api/runs?spec=mine&version=1&set=name=other", null);

        Assert.AreEqual(HttpStatusCode.Accepted, latest.StatusCode, await latest.Content.ReadAsStringAsync());
        await served.WaitForStatusAsync("other-1", "running");
        Assert.AreEqual(2, await LimitAsync(served, "mine-1"));
        Assert.AreEqual("/api/runs/other-1", first.Headers.Location!.AbsolutePath);
        Assert.AreEqual(1, await LimitAsync(served, "other-1"));
    }

    [TestMethod]
    [DataRow("?spec=none", HttpStatusCode.NotFound)]
    [DataRow("?spec=mine&version=9", HttpStatusCode.NotFound)]
    [DataRow("?version=1", HttpStatusCode.BadRequest)]
    [DataRow("", HttpStatusCode.BadRequest)]
    public async Task Start_NoSuchSpec_IsRefused(string query, HttpStatusCode status)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await PutAsync(served);

        Assert.AreEqual(status, (await served.Client.PostAsync($"/api/runs{query}", null)).StatusCode);
    }

    [TestMethod]
    public async Task Start_StoredSpecAndABody_IsRefused()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await PutAsync(served);

        Assert.AreEqual(HttpStatusCode.BadRequest, (await served.Client.PostAsync("/api/runs?spec=mine", ServedFolder.Body())).StatusCode);
    }

    [TestMethod]
    public async Task Delete_Spec_NeedsTheScopeAndLeavesRunsAlone()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await PutAsync(served);
        await served.Client.PostAsync("/api/runs?spec=mine", null);
        using HttpClient runner = await served.ClientOfAsync("runner", KeyScope.Run);
        using HttpClient admin = await served.ClientOfAsync("admin", KeyScope.Admin);

        Assert.AreEqual(HttpStatusCode.Forbidden, (await runner.DeleteAsync("/api/specs/mine")).StatusCode);
        Assert.AreEqual(HttpStatusCode.NoContent, (await admin.DeleteAsync("/api/specs/mine")).StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, (await admin.GetAsync("/api/specs/mine")).StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, (await admin.GetAsync("/api/runs/mine-1")).StatusCode);
    }

    [TestMethod]
    public async Task Validate_GoodSpec_SaysWhatItWillSpendAndKeepsNothing()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        JsonElement valid = await (await served.Client.PostAsync("/api/validate?set=curriculum.rounds=1", ServedFolder.Body())).Content.ReadFromJsonAsync<JsonElement>();

        Assert.AreEqual("mine", valid.GetProperty("name").GetString());
        Assert.IsGreaterThan(0, valid.GetProperty("estimate").GetProperty("calls").GetInt64());
        Assert.AreEqual(0, (await served.GetAsync("/api/runs")).GetProperty("total").GetInt32());
        Assert.AreEqual(0, (await served.GetAsync("/api/specs")).GetProperty("specs").GetArrayLength());
    }

    [TestMethod]
    public async Task Validate_Faults_AreToldWithLineAndColumn()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await served.Client.PostAsync("/api/validate", ServedFolder.Body("name: mine\ncurriculum:\n  rounds: 0\n"));

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        JsonElement error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray().Single();
        Assert.AreEqual((3, 11), (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
    }

    private static Task<HttpResponseMessage> PutAsync(ServedFolder served, string spec = ServedFolder.Spec) => served.Client.PutAsync("/api/specs/mine", ServedFolder.Body(spec));

    private static async Task<double> LimitAsync(ServedFolder served, string run) =>
        (await served.GetAsync($"/api/runs/{run}")).GetProperty("budget").GetProperty("calls").GetProperty("limit").GetDouble();
}
