using System.Net;

namespace Tapir.Host.Tests.Http;

/// <summary>The page as it is sent, before any script of it runs.</summary>
[TestClass]
public sealed class PageTests
{
    [TestMethod]
    public async Task Page_Runs_AreInTheFirstAnswer()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();
        await served.WaitForStatusAsync("mine-1", "running");

        StringAssert.Contains(await served.Client.GetStringAsync("/"), "runs/mine-1");
    }

    [TestMethod]
    public async Task Page_Headers_ForbidWhatIsNotFromHere()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage answer = await served.Client.GetAsync("/");

        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        StringAssert.Contains(policy, "default-src 'none'");
        StringAssert.Contains(policy, "script-src 'self';");
        StringAssert.Contains(policy, "frame-ancestors 'none'");
        Assert.AreEqual("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.AreEqual("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        string page = await answer.Content.ReadAsStringAsync();
        Assert.IsFalse(page.Contains("://fonts", StringComparison.Ordinal) || page.Contains("src=\"http", StringComparison.Ordinal), "The page loads something from another host.");
    }

    [TestMethod]
    public async Task Page_FilesOfItsOwn_AreServed()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        string page = await served.Client.GetStringAsync("/");

        string[] files = [.. System.Text.RegularExpressions.Regex.Matches(page, "(?:href|src)=\"([^\"]+\\.(?:css|js|svg))\"").Select(match => match.Groups[1].Value)];

        Assert.IsGreaterThan(5, files.Length);
        foreach (string file in files)
        {
            Assert.AreEqual(HttpStatusCode.OK, (await served.Client.GetAsync($"/{file}")).StatusCode, file);
        }
    }

    [TestMethod]
    public async Task Page_AddressThatIsNone_SaysSo()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage page = await served.Client.GetAsync("/nowhere");
        HttpResponseMessage api = await served.Client.GetAsync("/api/nowhere");

        Assert.AreEqual(HttpStatusCode.NotFound, page.StatusCode);
        StringAssert.Contains(await page.Content.ReadAsStringAsync(), "There is no such page");
        Assert.AreEqual(HttpStatusCode.NotFound, api.StatusCode);
        Assert.AreEqual("application/problem+json", api.Content.Headers.ContentType!.MediaType);
    }
}
