using Tapir.DurableTask.Client;
using Tapir.DurableTask.Crashes.Tests.Checks;
using Tapir.DurableTask.Crashes.Tests.Processes;
using Tapir.DurableTask.Crashes.Tests.Scenarios;
using Tapir.DurableTask.Sidecar;

namespace Tapir.DurableTask.Crashes.Tests.Poison;

/// <summary>A worker dies of a native crash whenever it gets one item.</summary>
[TestClass]
public sealed class PoisonTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [Timeout(90_000, CooperativeCancellation = true)]
    public async Task Item_ThatKillsItsWorkerEachTime_IsParkedAfterFiveAndTheOthersGoOn()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-poison-");
        try
        {
            Effects effects = new(folder.CreateSubdirectory("effects").FullName);
            string state = Path.Combine(folder.FullName, "state");
            using ChildProcess sidecar = Programs.Sidecar(state);
            string address = Programs.AddressIn(await sidecar.Ready);
            await using PatientClient client = new(address);
            int deaths = 0;
            Stage stage = new(client, effects, new HistoryCheck(effects), () => deaths, TestContext.CancellationToken);
            await stage.StartAsync(NativeCrash.Orchestration, "poisoned", null);
            await stage.StartAsync(NativeCrash.Orchestration, "poisoned-too", null);
            Task others = Task.WhenAll(Enumerable.Range(0, 5).Select(number => new Chain().PlayAsync(stage, $"chain-{number}")));

            string hub = Directory.GetFiles(state, "*.db").Single();
            while (TaskHub.ReadParked(hub).Count < 2)
            {
                // One that finds both parked meanwhile lives on: the sidecar may hear of a death after the next worker has come.
                using ChildProcess worker = Programs.Worker(address, effects, kept: 0);
                while (!worker.Ended.IsCompleted && TaskHub.ReadParked(hub).Count < 2)
                {
                    await Task.WhenAny(worker.Ended, Task.Delay(50, TestContext.CancellationToken));
                }

                deaths++;
                Assert.IsLessThanOrEqualTo(12, deaths, "the items go out again and again");
            }

            using ChildProcess last = Programs.Worker(address, effects, kept: 0);
            await others;
            await new Chain().PlayAsync(stage, "chain-after");
            IReadOnlyList<ParkedItem> parked = TaskHub.ReadParked(hub);
            Assert.AreSequenceEqual(["poisoned", "poisoned-too"], parked.Select(item => item.InstanceId).Order());
            Assert.IsTrue(parked.All(item => item.Name == NativeCrash.Activity && item.Reason.Contains("5 times", StringComparison.Ordinal)), string.Join("; ", parked));
            Assert.AreEqual(OrchestrationRuntimeStatus.Running, (await stage.StateAsync("poisoned"))!.RuntimeStatus);
            await Task.WhenAll(last.KillAsync(), sidecar.KillAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
