namespace Tapir.Teachers.Ledger;

/// <summary>The line of the totals that a call is booked on.</summary>
/// <param name="Run">Id of the run whose budget pays.</param>
/// <param name="Function">Name of the durable function that asks.</param>
/// <param name="Model">Name of the model that is asked.</param>
public sealed record CallAccount(string Run, string Function, string Model);
