namespace Tapir.Activities.Reporting;

/// <summary>What a run cost: calls to chat models, tokens, money and time.</summary>
public sealed record SpendingReport
{
    /// <summary>Calls that were sent to a chat model.</summary>
    public long Calls { get; init; }

    /// <summary>Tokens of those calls' prompts.</summary>
    public long TokensIn { get; init; }

    /// <summary>Tokens of those calls' replies.</summary>
    public long TokensOut { get; init; }

    /// <summary>Money, in the currency of the spec's price table, as every amount here; null where no price is known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Calls that were answered from the ledger and not sent.</summary>
    public long LedgerHits { get; init; }

    /// <summary>The hard limits in force.</summary>
    public BudgetReport Budget { get; init; } = new(null, null, null);

    /// <summary>The same spending by the function that made the calls.</summary>
    public IReadOnlyList<SpendingLine> ByFunction { get; init; } = [];

    /// <summary>The same spending by model.</summary>
    public IReadOnlyList<SpendingLine> ByModel { get; init; } = [];

    /// <summary>Calls of durable functions and the time they took.</summary>
    public IReadOnlyList<FunctionTime> Functions { get; init; } = [];
}
