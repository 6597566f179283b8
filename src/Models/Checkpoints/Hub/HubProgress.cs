namespace Tapir.Models.Checkpoints.Hub;

/// <summary>How far one file of a download is.</summary>
/// <param name="Total">Bytes of the file; 0 while they are not known.</param>
public readonly record struct HubProgress(string File, long Done, long Total);
