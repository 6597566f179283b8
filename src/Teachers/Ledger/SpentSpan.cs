namespace Tapir.Teachers.Ledger;

/// <summary>What was paid for in a span of time.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="LastCall">The last call in it, in the order in which calls were begun.</param>
/// <param name="Tokens">Input and output tokens together.</param>
/// <param name="Cost">In the currency of the price table.</param>
public sealed record SpentSpan(DateTimeOffset From, long LastCall, long Tokens, decimal Cost);
