using System.Net;
using Tapir.Host.Access;
using Tapir.Host.Settings;

namespace Tapir.Host.Tests.Http.Access;

/// <summary>What pages of other sites may make a browser do.</summary>
[TestClass]
public sealed class BrowserGuardTests
{
    [TestMethod]
    [DataRow("localhost:7071", HttpStatusCode.OK)]
    [DataRow("127.0.0.1", HttpStatusCode.OK)]
    [DataRow("[::1]:7071", HttpStatusCode.OK)]
    [DataRow("rebound.example.org", HttpStatusCode.Forbidden)]
    [DataRow("localhost.example.org", HttpStatusCode.Forbidden)]
    [DataRow("10.1.2.3", HttpStatusCode.Forbidden)]
    public async Task Request_HostName_MustBeThisMachinesWhileThereAreNoKeys(string host, HttpStatusCode status)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        Assert.AreEqual(status, (await SendAsync(served, HttpMethod.Get, ("Host", host))).StatusCode);
    }

    [TestMethod]
    [DataRow("https://evil.example.org")]
    [DataRow("null")]
    [DataRow("http://127.0.0.1:1")]
    public async Task Change_ForeignOrigin_IsRefused(string origin)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        Assert.AreEqual(HttpStatusCode.Forbidden, (await SendAsync(served, HttpMethod.Post, ("Origin", origin))).StatusCode);
        Assert.AreEqual(0, (await served.GetAsync("/api/runs")).GetProperty("total").GetInt32());
    }

    [TestMethod]
    public async Task Change_OwnOrigin_IsDone()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await SendAsync(served, HttpMethod.Post, ("Origin", served.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin"));

        Assert.AreEqual(HttpStatusCode.Accepted, response.StatusCode);
    }

    [TestMethod]
    [DataRow("cross-site")]
    [DataRow("same-site")]
    public async Task Change_OfAnotherSiteWithoutOrigin_IsRefused(string site)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        Assert.AreEqual(HttpStatusCode.Forbidden, (await SendAsync(served, HttpMethod.Post, ("Sec-Fetch-Site", site))).StatusCode);
    }

    [TestMethod]
    public async Task Socket_ForeignOrigin_IsRefused()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await SendAsync(served, HttpMethod.Get, ("Origin", "https://evil.example.org"), ("Connection", "Upgrade"), ("Upgrade", "websocket"));

        Assert.AreEqual(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [TestMethod]
    public async Task Read_ForeignOrigin_IsNotLetSee()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await SendAsync(served, HttpMethod.Get, ("Origin", "https://evil.example.org"));

        Assert.IsFalse(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.AreEqual("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [TestMethod]
    public async Task Problem_ForABrowser_IsNeverAPage()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage unknown = await SendAsync(served, HttpMethod.Get, "/api/runs/%3Cscript%3Ealert(1)%3C%2Fscript%3E-1", ("Accept", "text/html"));
        HttpResponseMessage nothing = await SendAsync(served, HttpMethod.Get, "/api/%3Cscript%3E", ("Accept", "text/html"));

        Assert.AreEqual(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.AreEqual("application/problem+json", unknown.Content.Headers.ContentType!.MediaType);
        Assert.AreEqual("application/problem+json", nothing.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("<script>", await unknown.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Forwarded_FromNoTrustedProxy_IsNotBelieved()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        HttpResponseMessage response = await SendAsync(served, HttpMethod.Post, ("X-Forwarded-Host", "evil.example.org"), ("X-Forwarded-Proto", "https"));

        Assert.AreEqual(served.Client.BaseAddress!.Authority, response.Headers.Location!.Authority);
    }

    [TestMethod]
    public async Task Forwarded_FromATrustedProxy_IsBelieved()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(
            new TapirSettings { Http = new AccessSettings { TrustedProxies = ["127.0.0.1"] } }, AddKeyAsync, "http://0.0.0.0:0");
        using HttpClient holder = await served.ClientOfAsync("me", KeyScope.Run);
        string key = holder.DefaultRequestHeaders.Authorization!.ToString();

        HttpResponseMessage secure = await SendAsync(
            served, HttpMethod.Post, ("Authorization", key), ("X-Forwarded-For", "203.0.113.5"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "tapir.example.org"));
        HttpResponseMessage clear = await SendAsync(served, HttpMethod.Post, ("Authorization", key), ("X-Forwarded-For", "203.0.113.5"), ("X-Forwarded-Proto", "http"));

        Assert.AreEqual("https://tapir.example.org/api/runs/mine-1", secure.Headers.Location!.ToString());
        Assert.AreEqual(HttpStatusCode.Forbidden, clear.StatusCode);
        StringAssert.Contains(await clear.Content.ReadAsStringAsync(), "without TLS");
    }

    private static Task<IssuedKey> AddKeyAsync(ServedFolder served) => served.Keys.AddAsync("first", KeyScope.Admin, life: null, CancellationToken.None);

    private static Task<HttpResponseMessage> SendAsync(ServedFolder served, HttpMethod method, params (string Name, string Value)[] headers) =>
        SendAsync(served, method, "/api/runs", headers);

    private static async Task<HttpResponseMessage> SendAsync(ServedFolder served, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path) { Content = method == HttpMethod.Post ? ServedFolder.Body() : null };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await served.Client.SendAsync(request);
    }
}
