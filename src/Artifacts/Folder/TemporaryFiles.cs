namespace Tapir.Artifacts;

/// <summary>The files of writes that are not finished, beside the artifacts and on the same file system, so that a rename publishes them.</summary>
internal sealed class TemporaryFiles(string root, TimeProvider time, Func<string, Stream> open)
{
    public const string Prefix = ".writing-";

    /// <summary>Opened so that it holds a shared lock while its writer lives (by which a sweep knows it), and can be renamed while open on Windows too.</summary>
    public static FileStream OpenForWriting(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, 1 << 16, FileOptions.Asynchronous);

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

    /// <summary>Removes the files of writers that died.</summary>
    public void SweepAbandoned() => AbandonedFiles.Sweep(root, Prefix + "*", time.GetUtcNow().UtcDateTime - AbandonedFiles.Youth);
}
