namespace Tapir.Activities.Records;

/// <summary>Opens files that other processes have open for themselves alone now and then.</summary>
internal static class ContendedFile
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <param name="patience">How long it waits for the others.</param>
    /// <exception cref="IOException">It cannot be opened, or another process keeps it for longer.</exception>
    public static async Task<FileStream> OpenAsync(string path, FileMode mode, FileAccess access, FileShare share, TimeSpan patience, CancellationToken cancellation)
    {
        for (TimeSpan waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path, mode, access, share);
            }
            catch (IOException problem) when (problem is not (FileNotFoundException or DirectoryNotFoundException) && waited < patience)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
