using System.Security.Cryptography;

namespace Tapir.Artifacts;

/// <summary>Compares what lies on the disk with its digest.</summary>
internal static class VerifiedFile
{
    public static async Task<string> DigestAsync(Stream stream, CancellationToken cancellation) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));

    /// <summary>Whether the file is there and holds the artifact's bytes. The length is compared first, since it costs nothing.</summary>
    public static async Task<bool> IsIntactAsync(string path, ArtifactRef artifact, long length, CancellationToken cancellation)
    {
        FileInfo file = new(path);
        if (!file.Exists || file.Length != length)
        {
            return false;
        }

        try
        {
            FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                return await DigestAsync(stream, cancellation).ConfigureAwait(false) == artifact.Digest;
            }
        }
        catch (IOException)
        {
            // Unreadable or just deleted: not intact, so the new copy takes its place.
            return false;
        }
    }

    /// <summary>Marks an artifact as written now, so that a sweep takes it for a new one.</summary>
    public static void Touch(string path, DateTimeOffset now)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, now.UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Swept or read-only meanwhile. The artifact was intact a moment ago; the time is for sweeps only.
        }
    }
}
