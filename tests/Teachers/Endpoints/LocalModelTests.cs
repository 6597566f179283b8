using Microsoft.Extensions.AI;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Endpoints;

[TestClass]
public sealed class LocalModelTests
{
    private static readonly ChatModelSpec Spec = new() { Kind = ChatModelKind.Local, Model = "/models/small", Temperature = 0.7, MaxTokens = 20 };

    [TestMethod]
    public async Task Open_LocalModel_IsAskedOncePerSampleEachWithASeedOfItsOwn()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        using FakeChatClient local = new(messages => "local");
        List<string> opened = [];
        using ChatModels models = new(ledger, new FakeChatClient(_ => "tutor"), TimeProvider.System, new LogLines<ChatModels>(), openLocal: path =>
        {
            opened.Add(path);
            return local;
        });
        using IChatClient client = models.Open(Spec, Ledgers.Scope, PriceTable.Empty);

        ChatResponse first = await client.AskAsync("a", sample: 0);
        await client.AskAsync("a", sample: 1);
        await client.AskAsync("a", sample: 1);

        Assert.AreEqual("local", first.Text);
        CollectionAssert.AreEqual(new[] { "/models/small" }, opened);
        CollectionAssert.AreEqual(new long?[] { 0, 1 }, local.Options.Select(options => options!.Seed).ToArray());
        Assert.AreEqual(0m, Ledgers.Only(ledger).Cost);
    }

    [TestMethod]
    public async Task Open_NoLocalModelsHere_SaysSo()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        using ChatModels models = new(ledger, new FakeChatClient(_ => "tutor"), TimeProvider.System, new LogLines<ChatModels>());

        Assert.ThrowsExactly<ArgumentException>(() => models.Open(Spec, Ledgers.Scope, PriceTable.Empty));
    }
}
