namespace Tapir.Host.State;

/// <summary>Lets one caller at a time through, over all processes. The operating system opens the gate again when its holder dies.</summary>
internal static class FileGate
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <param name="path">A file for this alone; made where it is missing, and left there.</param>
    /// <returns>The hold; let go of it soon.</returns>
    /// <exception cref="StateException">The file cannot be written.</exception>
    public static async Task<IDisposable> EnterAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException problem) when (StateLock.IsHeldByAnother(problem))
            {
                await Task.Delay(Pause, cancellation);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new StateException($"'{path}' cannot be written: {problem.Message} Make room, mend its permissions, or name another state folder with --state.", problem);
            }
        }
    }
}
