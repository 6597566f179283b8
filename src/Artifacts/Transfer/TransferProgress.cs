namespace Tapir.Artifacts;

/// <summary>How far a copy between stores has come.</summary>
/// <param name="Done">Artifacts that have been seen to.</param>
/// <param name="Total">Of so many.</param>
/// <param name="CopiedBytes">Bytes that had to be copied so far.</param>
public sealed record TransferProgress(int Done, int Total, long CopiedBytes);
