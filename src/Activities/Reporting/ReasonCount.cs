namespace Tapir.Activities.Reporting;

/// <summary>How often something was turned away for one reason.</summary>
/// <param name="Reason">The reason, in a few words.</param>
/// <param name="Count">How often.</param>
public sealed record ReasonCount(string Reason, int Count);
