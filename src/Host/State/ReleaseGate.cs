namespace Tapir.Host.State;

/// <summary>Keeps a backup and the release of checkpoints apart: while a backup copies what the databases named when it began, nothing of that goes. The operating system
/// opens the gate again when its holder dies.</summary>
internal static class ReleaseGate
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>For a release. It is soon done.</summary>
    /// <returns>Null while a backup is being taken.</returns>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static IDisposable? TryRelease(StateFolder state) => TryOpen(state, FileShare.None);

    /// <summary>For a backup; several may be taken at a time.</summary>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static async Task<IDisposable> BackUpAsync(StateFolder state, TimeProvider clock, CancellationToken cancellation)
    {
        while (true)
        {
            if (TryOpen(state, FileShare.Read) is { } open)
            {
                return open;
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }

    private static FileStream? TryOpen(StateFolder state, FileShare share)
    {
        string path = Path.Combine(state.Root, "releases.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, share);
        }
        catch (IOException problem) when (StateLock.IsHeldByAnother(problem))
        {
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"'{path}' cannot be written: {problem.Message} Make room, mend its permissions, or name another state folder with --state.", problem);
        }
    }
}
