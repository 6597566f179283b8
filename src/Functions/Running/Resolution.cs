namespace Tapir.Functions;

/// <summary>The output of a call in canonical JSON, and how it was come by.</summary>
internal sealed record Resolution(string Output, CallOutcome Outcome);
