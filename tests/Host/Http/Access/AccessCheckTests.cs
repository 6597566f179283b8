using Tapir.Host.Access;
using Tapir.Host.Http.Access;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Http.Access;

[TestClass]
public sealed class AccessCheckTests : IDisposable
{
    private static readonly AccessSettings Tls = new() { Certificate = "tls.crt" };
    private static readonly AccessSettings Proxy = new() { TrustedProxies = ["10.0.0.1"] };

    private readonly TemporaryFolder folder = new();

    [TestMethod]
    [DataRow("http://127.0.0.1:7071")]
    [DataRow("http://localhost:0")]
    [DataRow("http://[::1]:7071")]
    [DataRow("http://127.9.9.9:7071")]
    public void Check_LoopbackAlone_NeedsNothing(string url) => Assert.IsFalse(Check(new AccessSettings(), url).AlwaysKeys);

    [TestMethod]
    [DataRow("http://0.0.0.0:7071")]
    [DataRow("http://*:7071")]
    [DataRow("http://10.1.2.3:7071")]
    [DataRow("http://[::]:7071")]
    [DataRow("http://tapir.example.org:7071")]
    public async Task Check_OthersWithoutTls_IsRefusedWithWhatToDo(string url)
    {
        await AddKeyAsync();

        StateException refused = Assert.ThrowsExactly<StateException>(() => Check(new AccessSettings(), "http://127.0.0.1:7072", url));

        StringAssert.Contains(refused.Message, "tapir.http.certificate");
        StringAssert.Contains(refused.Message, "tapir.http.trustedProxies");
    }

    [TestMethod]
    public void Check_OthersWithoutAKey_IsRefusedWithWhatToDo()
    {
        StateException refused = Assert.ThrowsExactly<StateException>(() => Check(Tls, "https://0.0.0.0:7071"));

        StringAssert.Contains(refused.Message, "tapir keys add NAME --scope admin");
    }

    [TestMethod]
    public async Task Check_OthersWithAKeyThatHasEnded_IsRefused()
    {
        await AddKeyAsync();
        await Book().RevokeAsync("ci", CancellationToken.None);

        Assert.ThrowsExactly<StateException>(() => Check(Tls, "https://0.0.0.0:7071"));
    }

    [TestMethod]
    public async Task Check_OthersWithTlsOrProxyAndAKey_MustBringOne()
    {
        await AddKeyAsync();

        Assert.IsTrue(Check(Tls, "https://0.0.0.0:7071").AlwaysKeys);
        Assert.IsTrue(Check(Proxy, "http://0.0.0.0:7071").AlwaysKeys);
        Assert.IsTrue(Check(Proxy, "http://127.0.0.1:7071").AlwaysKeys);
    }

    [TestMethod]
    public void Check_KeysRequiredAlways_StartsWithoutOneAndLetsNobodyIn()
    {
        AccessSettings settings = Tls with { RequireKeys = KeyRequirement.Always };

        Assert.IsTrue(Check(settings, "https://0.0.0.0:7071").NeedsKey(Book()));
    }

    [TestMethod]
    public void Check_HttpsWithoutCertificate_IsRefused() =>
        StringAssert.Contains(Assert.ThrowsExactly<StateException>(() => Check(new AccessSettings(), "https://127.0.0.1:7071")).Message, "tapir.http.certificate");

    [TestMethod]
    [DataRow("7071")]
    [DataRow("ftp://127.0.0.1")]
    [DataRow("")]
    public void Check_NoAddress_IsRefused(string url) => Assert.ThrowsExactly<StateException>(() => Check(new AccessSettings(), url));

    [TestMethod]
    public void Proxies_NeitherAddressNorNetwork_IsRefused() =>
        StringAssert.Contains(Assert.ThrowsExactly<StateException>(() => TrustedProxies.Options(["my-proxy"])).Message, "'my-proxy'");

    public void Dispose() => folder.Dispose();

    private AccessPolicy Check(AccessSettings settings, params string[] urls) =>
        AccessCheck.Check([.. urls.Select(ListenAddress.Parse)], settings, Book(), TimeProvider.System.GetUtcNow());

    private KeyBook Book() => new(StateFolder.Open(folder.File("state")), TimeProvider.System);

    private Task<IssuedKey> AddKeyAsync() => Book().AddAsync("ci", KeyScope.Run, life: null, CancellationToken.None);
}
