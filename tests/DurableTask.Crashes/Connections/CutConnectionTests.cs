using Tapir.DurableTask.Crashes.Tests.Campaigns;
using Tapir.DurableTask.Crashes.Tests.Checks;
using Tapir.DurableTask.Crashes.Tests.Processes;
using Tapir.DurableTask.Crashes.Tests.Scenarios;
using Tapir.DurableTask.Sidecar;

namespace Tapir.DurableTask.Crashes.Tests.Connections;

/// <summary>The connections of client and worker are cut in the middle of replies: nobody knows what arrived, and all ends as it must.</summary>
[TestClass]
public sealed class CutConnectionTests
{
    private const int Cuts = 60;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Connections_CutInTheMiddleOfReplies_EveryInstanceEndsAsItMust()
    {
        int seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-cuts-");
        try
        {
            Effects effects = new(folder.CreateSubdirectory("effects").FullName);
            string state = Path.Combine(folder.FullName, "state");
            using ChildProcess sidecar = Programs.Sidecar(state, crashAt: null, "--port", "0");
            int port = new Uri(Programs.AddressIn(await sidecar.Ready)).Port;
            await using CuttingProxy proxy = new(port, seed);
            await using PatientClient client = new(proxy.Address);
            using ChildProcess worker = Programs.Worker(proxy.Address, effects, kept: 1000);
            using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
            ends.CancelAfter(TimeSpan.FromMinutes(2));
            Stage stage = new(client, effects, new HistoryCheck(effects), () => proxy.Cuts, ends.Token);
            Lane[] lanes = [.. Enumerable.Range(0, Scenario.All.Count).Select(number => new Lane(number, seed))];
            Task plays = Task.WhenAll(lanes.Select(lane => Task.Run(() => lane.PlayAsync(stage))));
            while (proxy.Cuts < Cuts && !plays.IsFaulted)
            {
                await Task.Delay(20, ends.Token);
            }

            Array.ForEach(lanes, lane => lane.Enough());
            proxy.BecomeHonest();
            await Task.WhenAny(plays);
            Assert.IsEmpty(TaskHub.ReadParked(Directory.GetFiles(state, "*.db").Single()));
            await plays;
            TestContext.WriteLine($"{proxy.Cuts} cuts, {lanes.Sum(lane => lane.Played.Values.Sum())} scenarios");
            await Task.WhenAll(worker.KillAsync(), sidecar.KillAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
