namespace Tapir.Artifacts;

/// <summary>A file that is being written under a name of its own, beside its place; it goes away where it is not published.</summary>
public sealed class StagedFile : IDisposable
{
    /// <summary>How such names end.</summary>
    internal const string Ending = ".tmp";

    private readonly string path;
    private readonly string temporary;
    private readonly FileStream file;

    internal StagedFile(string path)
    {
        this.path = path;
        temporary = $"{path}.{Guid.NewGuid():n}{Ending}";
        file = TemporaryFiles.OpenForWriting(temporary);
    }

    /// <summary>What is written; to be left open.</summary>
    public Stream Content => file;

    /// <summary>Sees every byte onto the disk. Nothing can be written after.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Finish()
    {
        if (file.CanWrite)
        {
            file.Flush(flushToDisk: true);
            file.Dispose();
        }
    }

    /// <summary>Puts the file in its place, whatever was there. It is on the disk when this returns.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Publish()
    {
        Finish();
        File.Move(temporary, path, overwrite: true);
        FlushFolder();
    }

    /// <summary>Puts the file in its place where none is.</summary>
    /// <returns>False where one is, which stays as it is.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public bool TryPublishNew()
    {
        Finish();
        try
        {
            // Without overwriting, the move is a link that fails where the name is taken.
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }

        FlushFolder();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            file.Dispose();
        }
        catch (Exception e) when (StoreErrors.IsRefusal(e))
        {
            // The buffered rest did not fit on the disk; the reason has been thrown already, and the file goes now.
        }

        File.Delete(temporary);
    }

    private void FlushFolder() => FolderFlush.ToDisk(Path.GetDirectoryName(path)!);
}
