using Microsoft.Extensions.AI;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Ledger;

namespace Tapir.Teachers.Tests.Fakes;

internal static class Ledgers
{
    public static readonly CallScope Scope = new("run-1", "judging.score-shard");

    /// <summary>Lets everybody in at once.</summary>
    public static readonly CallGate OpenGate = new(int.MaxValue, perMinute: null, TimeProvider.System);

    public static IChatClient Over(this ResponseLedger ledger, IChatClient inner, ModelPrice? price = null, CallScope? scope = null, int maxTokens = 100) =>
        new LedgerChatClient(inner, ledger, new CallOrigin("fake", "", "fake-1"), scope ?? Scope, new CallDefaults(null, maxTokens), price, OpenGate);

    public static Task<ChatResponse> AskAsync(this IChatClient client, string text, int sample = 0, CancellationToken cancellation = default) =>
        client.GetResponseAsync([new ChatMessage(ChatRole.User, text)], SampleIndex.Of(sample), cancellation);

    /// <summary>The one line of the default run's totals.</summary>
    public static CallTotals Only(ResponseLedger ledger) => ledger.TotalsOf(Scope.Run).Single();
}
