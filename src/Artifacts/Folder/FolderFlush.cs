using System.Runtime.InteropServices;

namespace Tapir.Artifacts;

/// <summary>Flushes a folder's entries to the disk, so that a rename in it survives a power cut. Only Unix can, and .NET opens no folders.</summary>
public static partial class FolderFlush
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;

    /// <summary>Sees the folder's entries onto the disk, where its file system knows of such a thing.</summary>
    /// <exception cref="IOException">The disk refuses, or there is no such folder: what was renamed in it may be gone after a power cut.</exception>
    public static void ToDisk(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            ThrowUnlessUnknown(Marshal.GetLastPInvokeError(), folder);
            return;
        }

        int error = SyncWhole(descriptor);
        _ = Close(descriptor);
        ThrowUnlessUnknown(error, folder);
    }

    /// <summary>Whether an error means that the file system flushes no folders, rather than that it failed to: EACCES and EISDIR of open, EBADF and EINVAL of fsync,
    /// as PostgreSQL's fsync_fname has them.</summary>
    internal static bool MeansUnknown(int error) => error is 0 or 13 or 21 or 9 or 22;

    private static int SyncWhole(int descriptor)
    {
        while (Sync(descriptor) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                return error;
            }
        }

        return 0;
    }

    private static void ThrowUnlessUnknown(int error, string folder)
    {
        if (!MeansUnknown(error))
        {
            throw new IOException($"The folder '{folder}' cannot be seen onto the disk: {Marshal.GetPInvokeErrorMessage(error)}.", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
