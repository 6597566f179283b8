namespace Tapir.Functions;

/// <summary>How often the calls of one function in one run ended in one way.</summary>
/// <param name="Function">Name of the function.</param>
/// <param name="Outcome">How they ended; null for those that run, or ran when the process died.</param>
/// <param name="Count">Calls.</param>
/// <param name="Duration">Their times added up.</param>
public sealed record FunctionTally(string Function, CallOutcome? Outcome, long Count, TimeSpan Duration);
