using System.Text.Json;
using Tapir.Artifacts;
using Tapir.Host.Engine;

namespace Tapir.Host.State;

/// <summary>Held by the one process that runs the sidecar of a state folder. The operating system lets go of it when the process dies, however it dies.</summary>
internal sealed class StateLock : IDisposable
{
    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly FileStream file;
    private readonly StateFolder folder;
    private readonly StateOwner owner;

    private StateLock(FileStream file, StateFolder folder, StateOwner owner)
    {
        this.file = file;
        this.folder = folder;
        this.owner = owner;
    }

    /// <param name="access">What the lock is wanted for, for those who find it taken.</param>
    /// <returns>The lock, or null when another process holds it.</returns>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static StateLock? TryAcquire(StateFolder folder, EngineAccess access, TimeProvider clock)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(Path.Combine(folder.Root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            StateLock held = new(file, folder, new StateOwner(Environment.ProcessId, access, clock.GetUtcNow(), Address: null));
            Write(folder, held.owner);
            folder.Scratch.SweepAbandoned();
            return held;
        }
        catch (IOException problem) when (file is null && IsHeldByAnother(problem))
        {
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw NotWritable(folder, problem);
        }
    }

    /// <summary>Whether opening a file failed because somebody has it open for himself alone.</summary>
    public static bool IsHeldByAnother(IOException problem) => HeldByAnother.Contains(problem.HResult);

    /// <summary>Which process holds the lock, or held it last; null when it cannot be told.</summary>
    public static StateOwner? OwnerOf(StateFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<StateOwner>(File.ReadAllText(OwnerPath(folder)), StateJson.Options);
        }
        catch (Exception problem) when (problem is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes down where the holder's sidecar listens, so that others find it.</summary>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public void Announce(string address)
    {
        try
        {
            Write(folder, owner with { Address = address });
        }
        catch (IOException problem)
        {
            throw NotWritable(folder, problem);
        }
    }

    public void Dispose() => file.Dispose();

    private static void Write(StateFolder folder, StateOwner owner) => DurableFile.Replace(OwnerPath(folder), JsonSerializer.Serialize(owner, StateJson.Options));

    private static StateException NotWritable(StateFolder folder, Exception problem) =>
        new($"The state folder '{folder.Root}' cannot be written: {problem.Message} Make room, mend its permissions, or name another with --state.", problem);

    // Beside the lock and not in it: a locked file cannot be read by those who want to know.
    private static string OwnerPath(StateFolder folder) => Path.Combine(folder.Root, "lock.owner");
}
