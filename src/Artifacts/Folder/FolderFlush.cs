using System.Runtime.InteropServices;

namespace Tapir.Artifacts;

/// <summary>Flushes a folder's entries to the disk, so that a rename in it survives a power cut. Only Unix can, and .NET opens no folders.</summary>
public static partial class FolderFlush
{
    private const int ReadOnly = 0;

    /// <param name="folder">One that cannot be opened is passed over: the rename itself has succeeded.</param>
    public static void ToDisk(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            // Some file systems let no one open a folder; the rename itself has succeeded.
            return;
        }

        _ = Sync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
