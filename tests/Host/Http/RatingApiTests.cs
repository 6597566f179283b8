using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tapir.Host.Access;

namespace Tapir.Host.Tests.Http;

/// <summary>What is refused; what a run with students answers is in the end-to-end tests.</summary>
[TestClass]
public sealed class RatingApiTests
{
    [TestMethod]
    [DataRow("/api/runs/mine-9/ratings", HttpStatusCode.NotFound, "There is no run 'mine-9'")]
    [DataRow("/api/runs/mine-1/ratings", HttpStatusCode.Conflict, "mine-1 has no student yet; two students are needed")]
    [DataRow("/api/runs/mine-1/ratings?rounds=0,3", HttpStatusCode.Conflict, "mine-1 has no S_3")]
    [DataRow("/api/runs/mine-1/ratings?rounds=0", HttpStatusCode.BadRequest, "'0' does not name two to compare")]
    [DataRow("/api/runs/mine-1/ratings/next?rater=anna", HttpStatusCode.Conflict, "two students are needed")]
    [DataRow("/api/runs/mine-1/ratings/next", HttpStatusCode.BadRequest, "Say who rates")]
    [DataRow("/api/runs/mine-1/ratings/next?rater=anna&count=0", HttpStatusCode.BadRequest, "'count' must be at least 1")]
    public async Task Get_WhatCannotBeAnswered_IsAProblemThatSaysWhy(string path, HttpStatusCode status, string words)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        using HttpResponseMessage response = await served.Client.GetAsync(path);

        Assert.AreEqual(status, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        StringAssert.Contains((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), words);
    }

    [TestMethod]
    [DataRow("{\"rater\":\"anna\",\"item\":\"abc\"}")]
    [DataRow("{\"rater\":\"anna\",\"verdict\":\"tie\"}")]
    [DataRow("{\"rater\":\"anna\",\"item\":\"abc\",\"verdict\":\"better\"}")]
    [DataRow("{\"rater\":\"anna\",\"item\":\"abc\",\"verdict\":9}")]
    [DataRow("{\"item\":\"abc\",\"verdict\":\"tie\"}")]
    [DataRow("[]")]
    public async Task Post_WhatIsNoRating_IsRefused(string body)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        using HttpResponseMessage response = await served.Client.PostAsync("/api/runs/mine-1/ratings", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [TestMethod]
    public async Task Post_KeyThatMayOnlyRead_IsRefusedAndOneThatMayRunRatesByItsName()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();
        using HttpClient reader = await served.ClientOfAsync("reader", KeyScope.Read);
        using HttpClient runner = await served.ClientOfAsync("runner", KeyScope.Run);

        using HttpResponseMessage refused = await reader.PostAsJsonAsync("/api/runs/mine-1/ratings", new { item = "abc", verdict = "tie" });
        using HttpResponseMessage taken = await runner.PostAsJsonAsync("/api/runs/mine-1/ratings", new { item = "abc", verdict = "tie" });

        Assert.AreEqual(HttpStatusCode.Forbidden, refused.StatusCode);
        // Nobody asks for a name; what is missing are the students.
        Assert.AreEqual(HttpStatusCode.Conflict, taken.StatusCode);
    }
}
