using Grpc.Core;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Crashes.Tests.Campaigns;
using Tapir.DurableTask.Crashes.Tests.Checks;
using Tapir.DurableTask.Crashes.Tests.Processes;
using Tapir.DurableTask.Crashes.Tests.Scenarios;

namespace Tapir.DurableTask.Crashes.Tests.FullDisks;

/// <summary>The disk of the real sidecar fills up again and again, and it is killed then every second time: new work is refused, nothing is lost, and all ends as it must once there is room.</summary>
[TestClass]
public sealed class FullDiskTests
{
    private const int Fillings = 6;

    /// <summary>Long enough for timers to fall due and for answers to be refused.</summary>
    private static readonly TimeSpan WhileFull = TimeSpan.FromSeconds(1);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Disk_FullAgainAndAgain_RefusesNewWorkAndEveryInstanceEndsAsItMust()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-full-");
        try
        {
            using SmallDisk? disk = SmallDisk.TryMount(Path.Combine(folder.FullName, "disk"), mebibytes: 48);
            if (disk is null)
            {
                Assert.Inconclusive("Needs a user who may mount a disk in memory (Linux, root).");
            }

            await FillAsync(disk, new Effects(folder.CreateSubdirectory("effects").FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task FillAsync(SmallDisk disk, Effects effects)
    {
        await using Cast cast = new(Path.Combine(disk.Folder, "state"), effects, new Random(1));
        string address = await cast.StartSidecarAsync();
        await cast.StartWorkerAsync(address);
        await using PatientClient client = new(address);
        using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        ends.CancelAfter(TimeSpan.FromMinutes(3));

        // What a worker did while its answer could not be written is done again: how often is not the point here.
        Stage stage = new(client, effects, new HistoryCheck(effects), () => 1_000, ends.Token);
        Lane[] lanes = [.. Enumerable.Range(0, Scenario.All.Count).Select(number => new Lane(number, seed: 1))];
        Task plays = Task.WhenAll(lanes.Select(lane => Task.Run(() => lane.PlayAsync(stage))));
        for (int filling = 0; filling < Fillings; filling++)
        {
            int played = Played();
            while (Played() < played + lanes.Length && !plays.IsFaulted)
            {
                await Task.Delay(20, ends.Token);
            }

            disk.Fill();
            await RefusedAsync(client, $"refused-{filling}", ends.Token);
            await Task.Delay(WhileFull, ends.Token);
            bool killed = filling % 2 == 1;
            if (killed)
            {
                await cast.KillSidecarAsync();
            }

            disk.MakeRoom();
            if (killed)
            {
                await cast.StartSidecarAsync();
            }
        }

        Array.ForEach(lanes, lane => lane.Enough());
        await plays;
        TestContext.WriteLine($"{Fillings} fillings, {Played()} scenarios");

        int Played() => lanes.Sum(lane => lane.Played.Values.Sum());
    }

    /// <summary>Starts instances (of tomorrow, so that nobody works for them) until one is refused because of the disk.</summary>
    /// <returns>How often it asked.</returns>
    private static Task<int> RefusedAsync(PatientClient client, string name, CancellationToken cancellation) => client.DoAsync(
        async asked =>
        {
            DateTimeOffset tomorrow = DateTimeOffset.UtcNow.AddDays(1);
            for (int number = 0; ; number++)
            {
                try
                {
                    await asked.ScheduleNewOrchestrationInstanceAsync("Tomorrow", new string('x', 1 << 16), new StartOrchestrationOptions($"{name}-{number}", tomorrow), cancellation);
                }
                catch (RpcException refused) when (refused.StatusCode == StatusCode.ResourceExhausted)
                {
                    Assert.Contains("make room", refused.Status.Detail);
                    return;
                }
            }
        },
        cancellation);
}
