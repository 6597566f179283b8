namespace Tapir.Artifacts;

/// <summary>How one file came to be that lies beside the manifest and not in the store.</summary>
/// <param name="Path">Relative to the manifest's folder, with slashes.</param>
/// <param name="Digest">SHA-256 of its bytes: 64 hexadecimal digits.</param>
/// <param name="MadeBy">The call that wrote it; null when nobody knows any more.</param>
public sealed record ManifestFile(string Path, string Digest, ManifestCall? MadeBy = null);
