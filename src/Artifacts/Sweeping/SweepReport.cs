namespace Tapir.Artifacts;

/// <summary>What a sweep removed.</summary>
/// <param name="RemovedCount">Artifacts.</param>
/// <param name="RemovedBytes">Their bytes.</param>
public sealed record SweepReport(int RemovedCount, long RemovedBytes);
