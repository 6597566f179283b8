using System.Text;
using Microsoft.Extensions.Logging;
using Tapir.Activities.Scheduling.Watching;
using Tapir.Activities.Scratch;
using Tapir.Artifacts;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Activities.Tests.Scheduling.Watching;

/// <summary>Looks at a place as a schedule does, ten seconds apart on a clock that passes by looking.</summary>
internal sealed class Watcher : IDisposable, ILogger
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-watch-");
    private readonly FolderArtifactStore artifacts;
    private readonly DataWatch watch;
    private DateTimeOffset now = DateTimeOffset.UnixEpoch;

    public Watcher(IWatchedPlace place, WatchTrigger? trigger = null)
    {
        Trigger = trigger ?? new WatchTrigger(place.Name);
        artifacts = new FolderArtifactStore(Path.Combine(folder.FullName, "artifacts"));
        watch = new DataWatch(artifacts, new ScratchFolders(Path.Combine(folder.FullName, "scratch")), _ => place, this);
    }

    public WatchTrigger Trigger { get; }

    public WatchMemory Memory { get; private set; } = WatchMemory.Nothing;

    /// <value>What was logged.</value>
    public List<string> Told { get; } = [];

    /// <summary>One look.</summary>
    /// <returns>The set that is due; null for none.</returns>
    public async Task<SeedSet?> LookAsync(bool mayTake = true)
    {
        now = Trigger.NextLook(Memory, now);
        WatchLook look = await watch.LookAsync(new LookAtData("incoming", Trigger, Memory, mayTake, now), CancellationToken.None);
        Memory = look.Memory;
        return look.Due.SingleOrDefault()?.Seed;
    }

    /// <summary>Looks for two minutes.</summary>
    /// <returns>The sets that came due.</returns>
    public async Task<IReadOnlyList<SeedSet>> LookOnAsync()
    {
        List<SeedSet> sets = [];
        for (int look = 0; look < 12; look++)
        {
            if (await LookAsync() is { } set)
            {
                sets.Add(set);
            }
        }

        return sets;
    }

    public async Task<string> TextOfAsync(SeedSet set) => Encoding.UTF8.GetString(await artifacts.ReadBytesAsync(set.Content));

    public void Dispose() => folder.Delete(recursive: true);

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Told.Add(formatter(state, exception));
}
