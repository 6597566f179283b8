using System.Globalization;

namespace Tapir.Host.State;

/// <summary>Held by the one process that runs the sidecar of a state folder. The operating system lets go of it when the process dies, however it dies.</summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream file;

    private StateLock(FileStream file) => this.file = file;

    /// <returns>The lock, or null when another process holds it.</returns>
    public static StateLock? TryAcquire(StateFolder folder)
    {
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(folder.Root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }

        AtomicFile.Write(OwnerPath(folder), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new StateLock(file);
    }

    /// <summary>Which process holds the lock, in words, for an error message.</summary>
    public static string Owner(StateFolder folder) =>
        File.Exists(OwnerPath(folder)) ? $"process {File.ReadAllText(OwnerPath(folder)).Trim()}" : "another process";

    public void Dispose() => file.Dispose();

    // Beside the lock and not in it: a locked file cannot be read by those who want to know.
    private static string OwnerPath(StateFolder folder) => Path.Combine(folder.Root, "lock.owner");
}
