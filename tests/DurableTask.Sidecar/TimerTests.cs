using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

[TestClass]
public sealed class TimerTests
{
    [TestMethod]
    public async Task Timer_FiresWhenItsTimeComesAndNotBefore()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Timer(0, clock.GetUtcNow().AddHours(2)));

        clock.Advance(TimeSpan.FromHours(1));
        await sidecar.StartAsync("b");
        WorkItem other = await worker.TurnAsync();
        clock.Advance(TimeSpan.FromHours(1));
        WorkItem fired = await worker.TurnAsync();

        Assert.AreEqual("b", other.OrchestratorRequest.InstanceId);
        Assert.AreEqual("a", fired.OrchestratorRequest.InstanceId);
        Assert.AreEqual(0, fired.OrchestratorRequest.NewEvents[1].TimerFired.TimerId);
    }

    [TestMethod]
    public async Task Timer_DueWhileTheSidecarWasAway_FiresWhenItIsBack()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        ScriptedWorker before = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await before.CompleteAsync(await before.TurnAsync(), Actions.Timer(0, clock.GetUtcNow().AddDays(40)));
        await sidecar.RestartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();

        clock.Advance(TimeSpan.FromDays(40));

        Assert.IsNotNull((await worker.TurnAsync()).OrchestratorRequest.NewEvents[1].TimerFired);
    }

    [TestMethod]
    public async Task StartInstance_Scheduled_WaitsForItsTime()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.Client.StartInstanceAsync(new CreateInstanceRequest
        {
            InstanceId = "later",
            Name = "Work",
            ScheduledStartTimestamp = Timestamp.FromDateTimeOffset(clock.GetUtcNow().AddMinutes(5)),
        });
        await sidecar.StartAsync("now");

        Assert.AreEqual("now", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.AreEqual("later", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
    }

    [TestMethod]
    public async Task RaiseEvent_BeforeAScheduledStart_ArrivesWithTheStart()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.Client.StartInstanceAsync(Scheduled("later", clock));
        await sidecar.RaiseAsync("later", "early", "1");
        await sidecar.StartAsync("now");
        Assert.AreEqual("now", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);

        clock.Advance(TimeSpan.FromMinutes(5));

        WorkItem turn = await worker.TurnAsync();
        Assert.IsNotNull(turn.OrchestratorRequest.NewEvents[1].ExecutionStarted);
        Assert.AreEqual("1", turn.OrchestratorRequest.NewEvents[2].EventRaised.Input);
    }

    [TestMethod]
    public async Task Terminate_BeforeAScheduledStart_EndsTheInstanceAtOnce()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await sidecar.Client.StartInstanceAsync(Scheduled("later", clock));

        await sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "later", Output = "\"no\"" });

        Assert.AreEqual(OrchestrationStatus.Terminated, (await sidecar.EndOfAsync("later")).OrchestrationStatus);
    }

    [TestMethod]
    public async Task RaiseEvent_ManyBeforeAScheduledStart_ComeInSeveralTurnsInOrder()
    {
        const int Count = 2500;
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.Client.StartInstanceAsync(Scheduled("later", clock));
        for (int number = 0; number < Count; number++)
        {
            await sidecar.RaiseAsync("later", "early", $"{number}");
        }

        clock.Advance(TimeSpan.FromMinutes(5));

        List<string> seen = [];
        for (bool first = true; seen.Count < Count; first = false)
        {
            WorkItem turn = await worker.TurnAsync();
            Assert.AreEqual(first, turn.OrchestratorRequest.NewEvents[1].ExecutionStarted is not null);
            Assert.IsLessThan(1100, turn.OrchestratorRequest.NewEvents.Count);
            seen.AddRange(turn.OrchestratorRequest.NewEvents.Where(entry => entry.EventRaised is not null).Select(entry => entry.EventRaised.Input));
            await worker.CompleteAsync(turn);
        }

        Assert.AreSequenceEqual(Enumerable.Range(0, Count).Select(number => $"{number}"), seen);
    }

    private static CreateInstanceRequest Scheduled(string id, TimeProvider clock) =>
        new() { InstanceId = id, Name = "Work", ScheduledStartTimestamp = Timestamp.FromDateTimeOffset(clock.GetUtcNow().AddMinutes(5)) };
}
