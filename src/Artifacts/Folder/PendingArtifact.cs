namespace Tapir.Artifacts;

/// <summary>One write on its way: hashed as it is written, then renamed to its digest, or removed.</summary>
internal sealed class PendingArtifact(string path, Stream file) : IAsyncDisposable
{
    private readonly HashingStream hashing = new(file, path);
    private bool published;

    public Stream Stream => hashing;

    public long Length => hashing.Length;

    /// <summary>Sees every byte onto the disk.</summary>
    /// <exception cref="ArtifactStoreException">The disk refuses.</exception>
    public async Task<ArtifactRef> FlushAsync(CancellationToken cancellation)
    {
        try
        {
            await file.FlushAsync(cancellation).ConfigureAwait(false);
            if (file is FileStream onDisk)
            {
                await DiskThreads.RunAsync(() => onDisk.Flush(flushToDisk: true)).ConfigureAwait(false);
            }

            await file.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (StoreErrors.IsRefusal(e))
        {
            throw StoreErrors.CannotWrite(path, e);
        }

        return hashing.Finish();
    }

    public Task MoveToAsync(string target, string root) => DiskThreads.RunAsync(() => MoveTo(target, root));

    public async ValueTask DisposeAsync()
    {
        if (published)
        {
            return;
        }

        try
        {
            await file.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (StoreErrors.IsRefusal(e))
        {
            // The buffered rest did not fit on the disk; the reason has been thrown already, and the file goes now.
        }

        File.Delete(path);
    }

    private void MoveTo(string target, string root)
    {
        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            FolderFlush.ToDisk(root);
        }

        File.Move(path, target, overwrite: true);
        published = true;
        FolderFlush.ToDisk(folder);
    }
}
