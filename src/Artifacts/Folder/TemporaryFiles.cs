namespace Tapir.Artifacts;

/// <summary>The files of writes that are not finished, beside the artifacts and on the same file system, so that a rename publishes them.</summary>
internal sealed class TemporaryFiles(string root, TimeProvider time, Func<string, Stream> open)
{
    public const string Prefix = ".writing-";

    /// <summary>Between the creation of a file and its lock there is a moment; no sweep touches files so young.</summary>
    private static readonly TimeSpan Youth = TimeSpan.FromMinutes(1);

    /// <summary>Opened so that it holds a shared lock while its writer lives (by which a sweep knows it), and can be renamed while open on Windows too.</summary>
    public static Stream OpenForWriting(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, 1 << 16, FileOptions.Asynchronous);

    /// <exception cref="ArtifactStoreException">No file can be created in the folder.</exception>
    public PendingArtifact Create()
    {
        string path = Path.Combine(root, Prefix + Guid.NewGuid().ToString("n"));
        try
        {
            return new PendingArtifact(path, open(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.CannotWrite(root, e);
        }
    }

    /// <summary>Removes the files of writers that died. One that is still being written is locked, and stays.</summary>
    public void SweepAbandoned()
    {
        DateTime youngest = time.GetUtcNow().UtcDateTime - Youth;
        foreach (FileInfo file in new DirectoryInfo(root).EnumerateFiles(Prefix + "*"))
        {
            if (file.LastWriteTimeUtc < youngest)
            {
                RemoveUnlessInUse(file);
            }
        }
    }

    private static void RemoveUnlessInUse(FileInfo file)
    {
        try
        {
            using (new FileStream(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            file.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use by a living writer, or the folder is read-only: a leftover only costs room, and the next start tries again.
        }
    }
}
