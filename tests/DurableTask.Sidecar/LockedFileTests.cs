using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>Another program has the hub's file locked for longer than the hub waits, or for a moment.</summary>
[TestClass]
public sealed class LockedFileTests
{
    [TestMethod]
    public async Task Worker_GoneWhileTheFileIsLocked_WhatItHeldIsHandedOutAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        ScriptedWorker gone = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await gone.TurnAsync();
        await WhileLockedAsync(sidecar, async () => await gone.DisposeAsync());

        await using ScriptedWorker next = await sidecar.WorkerAsync();

        await next.CompleteAsync(await next.TurnAsync(), Actions.Complete(0, "1"));
        Assert.AreEqual("1", (await sidecar.EndOfAsync("a")).Output);
    }

    [TestMethod]
    public async Task Turn_RefusedWhileTheFileIsLocked_ComesAgainAndIsParkedThen()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await worker.TurnAsync();
        await WhileLockedAsync(sidecar, () => worker.RefuseAsync(turn, "no"));
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());

        await worker.RefuseAsync(await worker.TurnAsync(), "no");

        Assert.HasCount(1, await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Turn_RefusedAndTheRightWorkerComesWhileTheFileIsLocked_ReachesItThen()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await wrong.RefuseAsync(await wrong.TurnAsync(), "no");
        ScriptedWorker? right = null;
        await WhileLockedAsync(sidecar, async () => right = await sidecar.WorkerAsync());

        await using (right)
        {
            Assert.AreEqual("a", (await right!.TurnAsync()).OrchestratorRequest.InstanceId);
        }
    }

    [TestMethod]
    public async Task Turn_AnsweredWhileTheFileIsLocked_IsHandedOutAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await worker.TurnAsync();
        using (HubFile.Lock(sidecar))
        {
            RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => worker.CompleteAsync(turn, Actions.Complete(0, "1")));
            Assert.AreEqual(StatusCode.Unavailable, refusal.StatusCode);
            Assert.Contains("locked", refusal.Status.Detail);
        }

        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(0, "2"));

        Assert.AreEqual("2", (await sidecar.EndOfAsync("a")).Output);
    }

    [TestMethod]
    public async Task Activity_AnsweredWithoutATokenWhileTheFileIsLocked_IsHandedOutAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "One"));
        WorkItem activity = await worker.ActivityAsync();
        activity.CompletionToken = string.Empty;
        using (HubFile.Lock(sidecar))
        {
            await Assert.ThrowsExactlyAsync<RpcException>(() => worker.CompleteAsync(activity, "1"));
        }

        await worker.CompleteAsync(await worker.ActivityAsync(), "2");

        Assert.AreEqual("2", (await worker.TurnAsync()).OrchestratorRequest.NewEvents[1].TaskCompleted.Result);
    }

    [TestMethod]
    public async Task Starts_WhileTheFileIsLocked_AreRefusedTogether()
    {
        const int Callers = 8;
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        using (HubFile.Lock(sidecar))
        {
            // Five seconds for the first, five more for all that came meanwhile; one after another it would be forty.
            IEnumerable<Task> starts = Enumerable.Range(0, Callers).Select(async number => Assert.AreEqual(
                StatusCode.Unavailable,
                (await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.StartAsync($"{number}"))).StatusCode));
            await Task.WhenAll(starts).WaitAsync(TimeSpan.FromSeconds(25));
        }

        await sidecar.StartAsync("a");
    }

    [TestMethod]
    public async Task Timer_DueWhileTheFileIsLocked_FiresWhenItIsNot()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Timer(0, clock.GetUtcNow().AddHours(1)));
        using (HubFile.Lock(sidecar))
        {
            clock.Advance(TimeSpan.FromHours(1));
            await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.StartAsync("b")); // in line behind the timer
        }

        Task<WorkItem> fired = worker.TurnAsync();
        while (!fired.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.IsNotNull((await fired).OrchestratorRequest.NewEvents[1].TimerFired);
    }

    [TestMethod]
    public async Task Start_WhileTheFileIsLockedForAMoment_WaitsAndIsKept()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        Task start;
        using (HubFile.Lock(sidecar))
        {
            start = sidecar.StartAsync("a");
            Assert.AreNotSame(start, await Task.WhenAny(start, Task.Delay(300)), "it was answered before it could be written");
        }

        await start;
        Assert.IsNotNull(await sidecar.StateOfAsync("a"));
    }

    /// <summary>Does something while another process has the file, for longer than the hub waits.</summary>
    private static async Task WhileLockedAsync(RunningSidecar sidecar, Func<Task> act)
    {
        using (HubFile.Lock(sidecar))
        {
            await act();
            for (int time = 0; time < 2; time++)
            {
                await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.StartAsync($"refused{time}"));
            }
        }
    }
}
