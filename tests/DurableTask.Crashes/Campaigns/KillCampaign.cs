using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Crashes.Tests.Checks;
using Tapir.DurableTask.Crashes.Tests.Processes;
using Tapir.DurableTask.Crashes.Tests.Scenarios;
using Tapir.DurableTask.Sidecar;

namespace Tapir.DurableTask.Crashes.Tests.Campaigns;

/// <summary>Kills sidecar and worker again and again under orchestrations of every kind, then lets all of them end.</summary>
internal sealed class KillCampaign(int seed, int kills) : IAsyncDisposable
{
    private const int Lanes = 16;

    /// <summary>How long all that is under way may take to end when nobody is killed any more.</summary>
    private static readonly TimeSpan Peace = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-crashes-");

    private string State => Path.Combine(folder.FullName, "state");

    /// <returns>What happened, in words.</returns>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        Random random = new(seed);
        Effects effects = new(folder.CreateSubdirectory("effects").FullName);
        await using Cast cast = new(State, effects, random);
        string address = await cast.StartSidecarAsync();
        await cast.StartWorkerAsync(address);
        await using PatientClient client = new(address);
        using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Stage stage = new(client, effects, new HistoryCheck(effects), () => cast.Deaths, ends.Token);
        Lane[] lanes = [.. Enumerable.Range(0, Lanes).Select(number => new Lane(number, seed))];
        Task[] plays = [.. lanes.Select(lane => Task.Run(() => lane.PlayAsync(stage), CancellationToken.None))];
        try
        {
            using IEnumerator<Fate> fates = Fate.Draw(random).GetEnumerator();
            while (cast.Deaths < kills && fates.MoveNext() && !plays.Any(play => play.IsCompleted))
            {
                await cast.LiveAsync(address, fates.Current, cancellation);
            }

            Array.ForEach(lanes, lane => lane.Enough());
            await cast.StartSidecarAsync();
            await EndOfAsync(plays, lanes);
        }
        finally
        {
            await ends.CancelAsync();
        }

        await cast.DisposeAsync();
        await CheckHubAsync();
        return $"seed {seed}: {cast.Deaths} kills ({cast.WorkerDeaths} of them the worker) in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s; "
            + $"{lanes.Sum(lane => lane.Played.Values.Sum())} scenarios ended as they must ({Listed(lanes.SelectMany(lane => lane.Played).GroupBy(kind => kind.Key).ToDictionary(kind => kind.Key, kind => kind.Sum(one => one.Value)))}); "
            + $"the sidecar died {Listed(cast.At)}";
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task EndOfAsync(Task[] plays, Lane[] lanes)
    {
        Task whole = Task.WhenAll(plays);
        await Task.WhenAny(whole, Task.Delay(Peace));
        if (plays.FirstOrDefault(play => play.IsFaulted) is { } failed)
        {
            await failed;
        }

        string[] open = [.. lanes.Zip(plays).Where(lane => !lane.Second.IsCompleted).Select(lane => lane.First.At)];
        Assert.IsEmpty(open, $"never ended: {string.Join(", ", open)}");
    }

    /// <summary>Nothing may be left over that nobody waits for, and the file must be whole.</summary>
    private async Task CheckHubAsync()
    {
        using TaskHub hub = TaskHub.Open(
            new SidecarOptions { HubPath = Directory.GetFiles(State, "*.db").Single(file => !file.EndsWith("results.db", StringComparison.Ordinal)) }, NullLoggerFactory.Instance, TimeProvider.System);
        HubStatus left = await hub.GetStatusAsync();
        Assert.AreEqual((0L, 0L, 0L, 0L), (left.InboxMessages, left.PendingActivities, left.Timers, left.Parked), $"{left}");
        Assert.IsTrue(left.Instances.Keys.All(status => status is "Completed" or "Terminated"), string.Join(", ", left.Instances));
    }

    private static string Listed(IEnumerable<KeyValuePair<string, int>> counts) => string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}"));
}
