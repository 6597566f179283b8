namespace Tapir.Functions;

/// <summary>What tells that a claim of another process may have ended: something happens in the folder of claims, or some time has passed.</summary>
internal sealed class ClaimSigns : IDisposable
{
    private readonly ITimer timer;
    private readonly FileSystemWatcher? watcher;

    /// <param name="folder">Made where it is missing.</param>
    /// <param name="look">Called at each sign, on several threads; throws nothing.</param>
    /// <param name="often">How often it is called without one.</param>
    public ClaimSigns(string folder, Action look, TimeSpan often, TimeProvider time)
    {
        timer = time.CreateTimer(_ => look(), null, often, often);
        try
        {
            Directory.CreateDirectory(folder);
            watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName };
            watcher.Changed += (_, _) => look();
            watcher.Deleted += (_, _) => look();
            watcher.Error += (_, _) => look();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            // The system's watchers are used up, or the folder cannot be made: time still passes.
            watcher?.Dispose();
            watcher = null;
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        watcher?.Dispose();
    }
}
