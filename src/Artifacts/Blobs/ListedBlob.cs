namespace Tapir.Artifacts;

/// <summary>A blob as a listing shows it.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Version">Its entity tag: another one after every write.</param>
public sealed record ListedBlob(string Name, long Size, string Version);
