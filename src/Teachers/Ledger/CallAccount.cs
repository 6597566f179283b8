namespace Tapir.Teachers.Ledger;

/// <summary>The line of the totals that a call is booked on.</summary>
internal sealed record CallAccount(string Run, string Function, string Model);
