namespace Tapir.Orchestrations.Scheduling;

/// <summary>What came of a look at watched files.</summary>
/// <param name="Due">The start of a set that has settled; none, or one.</param>
public sealed record WatchLook(IReadOnlyList<Occurrence> Due, WatchMemory Memory);
