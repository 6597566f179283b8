using Google.Protobuf.WellKnownTypes;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>The hub's clock is set forward or back while things wait.</summary>
[TestClass]
public sealed class ClockTests
{
    private readonly SettableClock clock = new();

    [TestMethod]
    public async Task Timer_ClockSetForward_FiresAMinuteLaterAtMost()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Timer(0, clock.GetUtcNow().AddHours(3)));

        clock.Set(TimeSpan.FromHours(3));
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.IsNotNull((await worker.TurnAsync()).OrchestratorRequest.NewEvents[1].TimerFired);
    }

    [TestMethod]
    public async Task Turn_HandedBackAndTheClockSetBack_GoesOutAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.AbandonAsync(await worker.TurnAsync());

        clock.Set(TimeSpan.FromHours(-3));
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.AreEqual("a", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
    }

    [TestMethod]
    public async Task Turn_ClockSetBack_NeverSeesAnEarlierTimeThanTheOneBefore()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        List<Timestamp> times = [];
        for (int turn = 0; turn < 4; turn++)
        {
            WorkItem item = await worker.TurnAsync();
            times.Add(item.OrchestratorRequest.NewEvents[0].Timestamp);
            clock.Set(TimeSpan.FromHours(-1));
            await worker.CompleteAsync(item);
            await sidecar.RaiseAsync("a", "go", null);
        }

        Assert.AreSequenceEqual(times.Order(), times);
    }
}
