namespace Tapir.Artifacts;

/// <summary>Copies of artifacts on this machine, so that what was written or read a moment ago is not fetched. They may vanish at any time and are never trusted: each is
/// checked against its digest when it is opened.</summary>
internal sealed class LocalCopies
{
    // Down to this share of the limit, so that not every copy beyond it starts a search for the oldest.
    private const double AfterEviction = 0.8;

    private readonly string root;
    private readonly long limit;
    private readonly TimeProvider time;
    private readonly Lock evicting = new();
    private long size;

    /// <exception cref="ArtifactStoreException">The folder cannot be created.</exception>
    public LocalCopies(string root, long limit, TimeProvider time)
    {
        this.root = Path.GetFullPath(root);
        this.limit = limit;
        this.time = time;
        try
        {
            Directory.CreateDirectory(this.root);
            new TemporaryFiles(this.root, time, TemporaryFiles.OpenForWriting).SweepAbandoned();
            size = Files().Sum(file => file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.CannotWrite(this.root, e);
        }
    }

    /// <value>Where spools lie: in the same folder tree, so that one can become a copy by a rename.</value>
    public string Folder => root;

    public Spool NewSpool() => new(Path.Combine(root, TemporaryFiles.Prefix + Guid.NewGuid().ToString("n")));

    /// <summary>The copy, checked; null where there is none that is intact.</summary>
    public async Task<FileStream?> TryOpenAsync(ArtifactRef artifact, CancellationToken cancellation)
    {
        string path = PathOf(artifact);
        if (Open(path) is not { } file)
        {
            return null;
        }

        try
        {
            if (await VerifiedFile.DigestAsync(file, cancellation).ConfigureAwait(false) == artifact.Digest)
            {
                file.Position = 0;
                VerifiedFile.Touch(path, time.GetUtcNow());
                return file;
            }
        }
        catch (OperationCanceledException)
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        catch (IOException)
        {
            // Unreadable: as if it were not there.
        }

        await file.DisposeAsync().ConfigureAwait(false);
        Remove(new FileInfo(path));
        return null;
    }

    /// <summary>Makes a copy of what has been checked.</summary>
    public void Keep(ArtifactRef artifact, Spool spool)
    {
        string path = PathOf(artifact);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            spool.MoveTo(path);
            Interlocked.Add(ref size, spool.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The store has it; without a copy it is only read more slowly.
            return;
        }

        EvictBeyondLimit(path);
    }

    /// <summary>Opens a copy that was kept a moment ago and need not be checked again; null when it could not be kept.</summary>
    public FileStream? OpenKept(ArtifactRef artifact) => Open(PathOf(artifact));

    /// <summary>Removes the copy of what the store has no more, so that it does not come back from here.</summary>
    public void Drop(ArtifactRef artifact)
    {
        FileInfo copy = new(PathOf(artifact));
        if (copy.Exists)
        {
            long length = copy.Length;
            Remove(copy);
            Interlocked.Add(ref size, -length);
        }
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string PathOf(ArtifactRef artifact) => Path.Combine(root, artifact.Digest[..2], artifact.Digest[2..]);

    private IEnumerable<FileInfo> Files() =>
        new DirectoryInfo(root).EnumerateDirectories("??").SelectMany(folder => folder.EnumerateFiles());

    private void EvictBeyondLimit(string newest)
    {
        if (Interlocked.Read(ref size) <= limit)
        {
            return;
        }

        lock (evicting)
        {
            try
            {
                FileInfo[] files = [.. Files().OrderBy(file => file.LastWriteTimeUtc)];
                long total = files.Sum(file => file.Length);
                foreach (FileInfo file in files.TakeWhile(_ => total > limit * AfterEviction).Where(file => file.FullName != newest))
                {
                    total -= file.Length;
                    Remove(file);
                }

                Interlocked.Exchange(ref size, total);
            }
            catch (IOException)
            {
                // Another process evicts the same folder at the same time; the next copy beyond the limit looks again.
            }
        }
    }

    private static void Remove(FileInfo file)
    {
        try
        {
            file.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use on a system that does not remove open files: it goes another time.
        }
    }
}
