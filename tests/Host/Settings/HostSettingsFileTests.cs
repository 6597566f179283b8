using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Notifying;

namespace Tapir.Host.Tests.Settings;

[TestClass]
public sealed class HostSettingsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Load_NoFile_TellsNobody() => Assert.IsEmpty(HostSettingsFile.Load(folder.File("host.json")).Tapir.Webhooks);

    [TestMethod]
    public void Load_Webhooks_AreReadWithTheirEvents()
    {
        IReadOnlyList<WebhookSettings> webhooks = Load("""
            { "url": "https://example.org/hook", "secretVariable": "HOOK", "events": ["failed", "finished"] },
            { "url": "http://10.0.0.1:9/all", "secretVariable": "OTHER" }
            """).Tapir.Webhooks;

        Assert.AreSequenceEqual([NoticeEvent.Failed, NoticeEvent.Finished], webhooks[0].Events);
        Assert.AreEqual("HOOK", webhooks[0].SecretVariable);
        Assert.AreSequenceEqual(Enum.GetValues<NoticeEvent>(), webhooks[1].Events);
        Assert.AreEqual(new Uri("http://10.0.0.1:9/all"), webhooks[1].ToWebhook().Url);
    }

    [TestMethod]
    [DataRow("""{ "url": "https://example.org/hook" }""", "'tapir.webhooks[0].secretVariable' is missing")]
    [DataRow("""{ "secretVariable": "HOOK" }""", "'tapir.webhooks[0].url' is missing")]
    [DataRow("""{ "url": "file:///etc/passwd", "secretVariable": "HOOK" }""", "write an http or https address")]
    [DataRow("""{ "url": "/hook", "secretVariable": "HOOK" }""", "write an http or https address")]
    [DataRow("""{ "url": "https://example.org", "secretVariable": "HOOK", "events": ["ended"] }""", "'tapir.webhooks[0].events[0]' must be one of started, waiting, paused, failed, finished, backupFailed; it is 'ended'")]
    [DataRow("""{ "url": "https://example.org", "secretVariable": "HOOK", "events": "failed" }""", "'tapir.webhooks[0].events' must be a list, not 'failed'")]
    [DataRow("""{ "url": "https://example.org", "secret": "s3cret" }""", "unknown key 'tapir.webhooks[0].secret'")]
    [DataRow("""{ "url": "https://example.org/a", "secretVariable": "A" }, { "url": "https://example.org/a", "secretVariable": "B" }""", "names the same address at 'https://example.org' 2 times")]
    public void Load_WebhookIsWrong_SaysWhatAndWhere(string webhooks, string message) =>
        StringAssert.Contains(Assert.ThrowsExactly<SpecException>(() => Load(webhooks)).Message, message);

    private HostSettings Load(string webhooks) => HostSettingsFile.Load(folder.Write("host.json", $$"""{ "tapir": { "webhooks": [{{webhooks}}] } }"""));
}
