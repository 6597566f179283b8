namespace Tapir.Activities.Scratch;

/// <summary>A folder that goes away when it is disposed, or is swept after its process was killed.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly FileStream hold;

    public ScratchFolder(string path)
    {
        Path = path;
        // Before the folder: there is none that nobody holds. The operating system lets go of it when the process dies, however it dies.
        hold = new FileStream(HoldOf(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        Directory.CreateDirectory(path);
    }

    public string Path { get; }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        hold.Dispose();
    }

    public static void RemoveUnlessInUse(string path)
    {
        try
        {
            using (new FileStream(HoldOf(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose))
            {
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // In use, or read-only: what is left costs room, and the next sweep tries again.
        }
    }

    private static string HoldOf(string path) => $"{path}.lock";
}
