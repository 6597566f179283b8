namespace Tapir.Artifacts;

/// <summary>Documents as files of a folder.</summary>
public sealed class FolderDocuments(string root) : IStoreDocuments
{
    private readonly string root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        string path = PathOf(name);
        try
        {
            return Task.FromResult(DurableFile.TryCreate(path, content.Span));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromException<bool>(StoreErrors.CannotWrite(path, e));
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> TryReadAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(name), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactStoreException($"'{PathOf(name)}' cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation = default)
    {
        DirectoryInfo folder = new(PathOf(prefix));
        IReadOnlyList<string> names = folder.Exists
            ? [.. folder.EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => file.Extension != StagedFile.Ending)
                .Select(file => Path.GetRelativePath(root, file.FullName).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal)]
            : [];
        return Task.FromResult(names);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellation = default)
    {
        string path = PathOf(name);
        try
        {
            bool existed = File.Exists(path);
            if (existed)
            {
                File.Delete(path);
                FolderFlush.ToDisk(Path.GetDirectoryName(path)!);
            }

            return Task.FromResult(existed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromException<bool>(StoreErrors.CannotWrite(path, e));
        }
    }

    private string PathOf(string name) => Path.Combine(root, name.Replace('/', Path.DirectorySeparatorChar));
}
