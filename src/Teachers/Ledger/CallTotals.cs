namespace Tapir.Teachers.Ledger;

/// <summary>What one function of one run spent on one model.</summary>
/// <param name="Calls">Calls sent that may have to be paid, answered or not.</param>
/// <param name="Unanswered">Of these, those without a response: in flight now, or cut off by a kill or a time-out.</param>
/// <param name="Hits">Requests answered from the ledger, which cost nothing.</param>
/// <param name="InputTokens">Of answered calls.</param>
/// <param name="OutputTokens">Of answered calls.</param>
/// <param name="ReservedTokens">The most that the unanswered calls can have used; the budget counts them as spent.</param>
/// <param name="Cost">Of answered calls, in the currency of the run's price table.</param>
/// <param name="ReservedCost">The most that the unanswered calls can have cost.</param>
public sealed record CallTotals(
    string Run, string Function, string Model, long Calls, long Unanswered, long Hits, long InputTokens, long OutputTokens, long ReservedTokens, decimal Cost, decimal ReservedCost);
