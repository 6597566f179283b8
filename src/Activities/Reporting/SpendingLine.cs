namespace Tapir.Activities.Reporting;

/// <summary>One function's or one model's part of the spending.</summary>
/// <param name="Name">The function or the model.</param>
/// <param name="Calls">Calls sent.</param>
/// <param name="TokensIn">Prompt tokens.</param>
/// <param name="TokensOut">Reply tokens.</param>
/// <param name="Cost">Money; null where no price is known.</param>
/// <param name="LedgerHits">Calls answered from the ledger.</param>
public sealed record SpendingLine(string Name, long Calls, long TokensIn, long TokensOut, decimal? Cost, long LedgerHits = 0);
