namespace Tapir.Host.State;

/// <summary>Held by a process as long as it works with a state folder's artifacts: by many at a time, or by one alone that removes some. The operating system lets
/// go of it when the process dies, however it dies.</summary>
/// <remarks>The lock of the folder is not enough for that: it is of the process that runs the sidecar, and workers and commands work beside it.</remarks>
internal sealed class ArtifactsHold : IDisposable
{
    private readonly FileStream file;

    private ArtifactsHold(FileStream file) => this.file = file;

    /// <returns>The hold, or null while a process has the artifacts alone.</returns>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static ArtifactsHold? TryShare(StateFolder folder) => TryTake(folder, FileShare.Read);

    /// <returns>The hold, or null while any other process has one.</returns>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static ArtifactsHold? TryTakeAlone(StateFolder folder) => TryTake(folder, FileShare.None);

    public void Dispose() => file.Dispose();

    private static ArtifactsHold? TryTake(StateFolder folder, FileShare share)
    {
        try
        {
            return new ArtifactsHold(new FileStream(Path.Combine(folder.Root, "artifacts.lock"), FileMode.OpenOrCreate, FileAccess.Read, share));
        }
        catch (IOException problem) when (StateLock.IsHeldByAnother(problem))
        {
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"The state folder '{folder.Root}' cannot be written: {problem.Message} Make room, mend its permissions, or name another with --state.", problem);
        }
    }
}
