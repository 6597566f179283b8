using System.Text;

namespace Tapir.Artifacts;

/// <summary>Files that are written as a whole: whoever reads one sees what was there before or what is there now, also after a crash or a power cut.</summary>
/// <remarks>Safe for concurrent use, from several processes too. What a killed writer left behind goes when the same file is written again.</remarks>
public static class DurableFile
{
    /// <summary>Puts a file in its place, whatever was there. It is on the disk when this returns. Folders that are missing are made.</summary>
    /// <exception cref="IOException">The disk refuses; the old content is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there; the old content is still there.</exception>
    public static void Replace(string path, Action<Stream> write)
    {
        using StagedFile staged = Stage(path);
        write(staged.Content);
        staged.Publish();
    }

    /// <inheritdoc cref="Replace(string, Action{Stream})"/>
    /// <param name="text">As UTF-8, without a mark.</param>
    public static void Replace(string path, string text) => Replace(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Makes a file that is not there yet. It is on the disk when this returns. Folders that are missing are made.</summary>
    /// <returns>False where the file is there already, which stays as it is: of several who make it at a time, one does.</returns>
    /// <inheritdoc cref="Replace(string, Action{Stream})" path="/exception"/>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        using StagedFile staged = Stage(path);
        staged.Content.Write(content);
        return staged.TryPublishNew();
    }

    /// <summary>Begins to write a file, for one who writes several before the first takes its place.</summary>
    /// <inheritdoc cref="Replace(string, Action{Stream})" path="/exception"/>
    public static StagedFile Stage(string path)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full)!;
        MakeFolder(folder);
        AbandonedFiles.Sweep(folder, $"{Path.GetFileName(full)}.*{StagedFile.Ending}", DateTime.UtcNow - AbandonedFiles.Youth);
        return new StagedFile(full);
    }

    /// <summary>Removes what killed writers left in a folder, however young it is: for the one who alone writes there.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static void SweepFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            AbandonedFiles.Sweep(folder, $"*{StagedFile.Ending}", DateTime.MaxValue);
        }
    }

    // Each new folder is an entry of the one above it, which a power cut can take like any other.
    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        string above = Path.GetDirectoryName(folder)!;
        MakeFolder(above);
        Directory.CreateDirectory(folder);
        FolderFlush.ToDisk(above);
    }
}
