using System.Diagnostics;

namespace Tapir.DurableTask.Crashes.Tests.FullDisks;

/// <summary>A disk of a few megabytes in memory, which can be filled to its last byte.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string filler;

    private SmallDisk(string folder)
    {
        Folder = folder;
        filler = Path.Combine(folder, "filler");
    }

    public string Folder { get; }

    /// <returns>Null where this user may not mount one.</returns>
    public static SmallDisk? TryMount(string folder, int mebibytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        Directory.CreateDirectory(folder);
        return Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", folder) ? new SmallDisk(folder) : null;
    }

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        byte[] page = new byte[4096];
        try
        {
            // Unbuffered: what does not fit must be heard of here.
            using FileStream file = new(filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void MakeRoom() => File.Delete(filler);

    public void Dispose() => Run("umount", "--lazy", Folder);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
