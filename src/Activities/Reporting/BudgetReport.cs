namespace Tapir.Activities.Reporting;

/// <summary>Hard limits of a run; null means no limit of that kind.</summary>
/// <param name="Calls">Calls to chat models.</param>
/// <param name="Tokens">Tokens in and out together.</param>
/// <param name="Cost">Money, in the report's currency.</param>
public sealed record BudgetReport(long? Calls, long? Tokens, decimal? Cost);
