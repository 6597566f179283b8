namespace Tapir.Teachers;

/// <summary>On whose account a call to a chat model is made: what totals are kept by.</summary>
/// <param name="Run">Id of the run whose budget pays.</param>
/// <param name="Function">Name of the durable function that asks.</param>
public sealed record CallScope(string Run, string Function);
