using System.Runtime.CompilerServices;

namespace Tapir.Artifacts;

/// <summary>Artifacts as files in a folder: <c>ab/cdef...</c>, the digest cut after two digits.</summary>
/// <remarks>A write goes to a temporary name in the same folder tree, is flushed to the disk and then renamed, and the folder is flushed: after a power cut an
/// artifact is there whole or not at all. Several processes may share the folder on one machine.</remarks>
public sealed class FolderArtifactStore : IArtifactStore
{
    private readonly string root;
    private readonly TimeProvider time;
    private readonly TemporaryFiles temporary;

    /// <summary>Opens or creates the store, and removes what writers that died left behind.</summary>
    /// <exception cref="ArtifactStoreException">The folder cannot be created.</exception>
    public FolderArtifactStore(string root)
        : this(root, TimeProvider.System, TemporaryFiles.OpenForWriting)
    {
    }

    // open makes a temporary file: a seam for tests of full disks.
    internal FolderArtifactStore(string root, TimeProvider time, Func<string, Stream> open)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        this.root = Path.GetFullPath(root);
        this.time = time;
        temporary = new TemporaryFiles(this.root, time, open);
        try
        {
            Directory.CreateDirectory(this.root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.CannotWrite(this.root, e);
        }

        temporary.SweepAbandoned();
    }

    /// <inheritdoc/>
    public async Task<ArtifactRef> PutAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        PendingArtifact pending = temporary.Create();
        await using (pending.ConfigureAwait(false))
        {
            await write(pending.Stream, cancellation).ConfigureAwait(false);
            Instants.Reach("artifact.before-flush");
            ArtifactRef artifact = await pending.FlushAsync(cancellation).ConfigureAwait(false);
            await PublishAsync(pending, artifact, cancellation).ConfigureAwait(false);
            ArtifactMetrics.Written(ArtifactMetrics.Folder, pending.Length);
            return artifact;
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(ArtifactRef artifact, CancellationToken cancellation = default)
    {
        string path = PathOf(artifact);
        FileStream file = OpenFile(artifact, path);
        try
        {
            string actual = await VerifiedFile.DigestAsync(file, cancellation).ConfigureAwait(false);
            if (actual != artifact.Digest)
            {
                throw ArtifactLostException.Corrupt(artifact, path, actual, file.Length);
            }

            file.Position = 0;
            ArtifactMetrics.Read(ArtifactMetrics.Folder, file.Length);
            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(ArtifactRef artifact, CancellationToken cancellation = default) => Task.FromResult(File.Exists(PathOf(artifact)));

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(ArtifactRef artifact, CancellationToken cancellation = default)
    {
        string path = PathOf(artifact);
        VerifiedFile.Touch(path, time.GetUtcNow());
        return Task.FromResult(File.Exists(path));
    }

    /// <inheritdoc/>
    public Task<long> LengthAsync(ArtifactRef artifact, CancellationToken cancellation = default)
    {
        FileInfo file = new(PathOf(artifact));
        return file.Exists ? Task.FromResult(file.Length) : Task.FromException<long>(ArtifactLostException.Missing(artifact, file.FullName));
    }

    /// <inheritdoc/>
    public Task<StoredArtifact?> FindAsync(ArtifactRef artifact, CancellationToken cancellation = default)
    {
        FileInfo file = new(PathOf(artifact));
        return Task.FromResult(file.Exists ? new StoredArtifact(artifact, file.Length, file.LastWriteTimeUtc) : null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredArtifact> ListAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (DirectoryInfo folder in new DirectoryInfo(root).EnumerateDirectories("??").OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            foreach (FileInfo file in folder.EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                cancellation.ThrowIfCancellationRequested();
                if (ArtifactRef.TryParse(folder.Name + file.Name, out ArtifactRef artifact))
                {
                    yield return new StoredArtifact(artifact, file.Length, file.LastWriteTimeUtc);
                }
            }
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(StoredArtifact listed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(listed);
        FileInfo file = new(PathOf(listed.Artifact));
        try
        {
            // Between this look and the removal nobody may write: that is for the caller to see to.
            if (!file.Exists || file.LastWriteTimeUtc != listed.WrittenAt.UtcDateTime)
            {
                return Task.FromResult(false);
            }

            Instants.Reach("artifact.before-delete");
            file.Delete();
            Instants.Reach("artifact.after-delete");
            return Task.FromResult(true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromException<bool>(StoreErrors.CannotWrite(file.FullName, e));
        }
    }

    /// <summary>Where an artifact lies on the disk, whether it exists or not.</summary>
    public string PathOf(ArtifactRef artifact) => Path.Combine(root, artifact.Digest[..2], artifact.Digest[2..]);

    private static FileStream OpenFile(ArtifactRef artifact, string path)
    {
        try
        {
            // Readers let writers replace a damaged copy under the same name.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ArtifactLostException.Missing(artifact, path);
        }
    }

    private async Task PublishAsync(PendingArtifact pending, ArtifactRef artifact, CancellationToken cancellation)
    {
        string path = PathOf(artifact);
        if (await VerifiedFile.IsIntactAsync(path, artifact, pending.Length, cancellation).ConfigureAwait(false))
        {
            VerifiedFile.Touch(path, time.GetUtcNow());
            return;
        }

        Instants.Reach("artifact.before-rename");
        try
        {
            await pending.MoveToAsync(path, root).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.CannotWrite(path, e);
        }

        Instants.Reach("artifact.after-rename");
    }
}
