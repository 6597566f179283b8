namespace Tapir.Artifacts;

/// <summary>What a copy from one store to another did.</summary>
/// <param name="CopiedCount">Artifacts that the destination lacked.</param>
/// <param name="CopiedBytes">Their bytes.</param>
/// <param name="PresentCount">Artifacts that it had.</param>
/// <param name="Missing">Those that neither has, or the source only damaged; by digest.</param>
public sealed record TransferReport(int CopiedCount, long CopiedBytes, int PresentCount, IReadOnlyList<ArtifactRef> Missing);
