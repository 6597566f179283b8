using System.Runtime.InteropServices;

namespace Tapir.Models.NativeLibrary;

/// <summary>Keeps the C library's heap small where every computation has threads of its own.</summary>
internal static partial class NativeHeap
{
    private const int ArenaMaximum = -8;
    private const int MemoryMapThreshold = -3;

    /// <summary>glibc gives each new thread an arena of up to 64 MiB, up to eight a core, and keeps what is freed in it. With two arenas for all, and large
    /// blocks mapped and given back one by one, a run stays under 1 GiB that would otherwise reach 2. Elsewhere this does nothing.</summary>
    public static void Restrain()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetOption(ArenaMaximum, 2);
            _ = SetOption(MemoryMapThreshold, 1 << 20);
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl has neither arenas nor this function.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SetOption(int option, int value);
}
