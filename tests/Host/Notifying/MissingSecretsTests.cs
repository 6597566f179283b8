using Tapir.Host.Notifying;
using Tapir.Host.Settings;

namespace Tapir.Host.Tests.Notifying;

[TestClass]
public sealed class MissingSecretsTests
{
    private static readonly WebhookSettings[] Webhooks =
    [
        new() { Url = "http://a.example", SecretVariable = "SET" },
        new() { Url = "http://b.example", SecretVariable = "MISSING" },
        new() { Url = "http://c.example", SecretVariable = "MISSING" },
    ];

    [TestMethod]
    public void Of_OneVariableIsNotSet_NamesItOnce()
    {
        string[] said = [.. MissingSecrets.Of(Webhooks, name => name == "SET" ? "secret" : null)];

        Assert.HasCount(1, said);
        StringAssert.Contains(said[0], "MISSING");
    }

    [TestMethod]
    public void Of_AllAreSet_SaysNothing() => Assert.IsEmpty(MissingSecrets.Of(Webhooks, _ => "secret"));
}
