namespace Tapir.Artifacts;

/// <summary>Names of blobs: those of the files in the state folder, with slashes.</summary>
internal static class BlobNames
{
    public const string Artifacts = "artifacts/";

    public static string Of(ArtifactRef artifact) => $"{Artifacts}{artifact.Digest[..2]}/{artifact.Digest[2..]}";

    /// <returns>False for a blob that is no artifact.</returns>
    public static bool TryParse(string name, out ArtifactRef artifact)
    {
        string[] parts = name.Split('/');
        artifact = default;
        return parts.Length == 3 && $"{parts[0]}/" == Artifacts && parts[1].Length == 2 && ArtifactRef.TryParse(parts[1] + parts[2], out artifact);
    }
}
