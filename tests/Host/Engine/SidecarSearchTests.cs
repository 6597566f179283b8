using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Tapir.Artifacts;
using Tapir.Host.Engine;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Engine;

/// <summary>Who may come into a state folder, and who waits.</summary>
[TestClass]
public sealed class SidecarSearchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new();
    private readonly StringWriter notices = new();

    public void Dispose()
    {
        folder.Dispose();
        notices.Dispose();
    }

    [TestMethod]
    [DataRow("Own")]
    [DataRow("Join")]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task FindAsync_ArtifactsAreRemoved_WaitsUntilThatIsDone(string access)
    {
        StateFolder state = StateFolder.Open(folder.File("state"));
        StateLock sweep = StateLock.TryAcquire(state, EngineAccess.Sweep, clock)!;
        Task<(StateLock? Hold, string? Address)> found = new SidecarSearch(state, clock, notices).FindAsync(Enum.Parse<EngineAccess>(access), CancellationToken.None);
        for (int minute = 0; minute < 2; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.IsFalse(found.IsCompleted);
        sweep.Dispose();
        StateLock? hold = (await AdvanceUntilDoneAsync(found)).Hold;

        Assert.IsNotNull(hold);
        hold.Dispose();
        Assert.AreEqual(
            $"Waiting for process {Environment.ProcessId} (`tapir gc`), which removes artifacts from '{state.Root}'.", notices.ToString().Trim(), "It says so once.");
    }

    [TestMethod]
    public async Task FindAsync_RunWorks_SweepIsRefusedAtOnce()
    {
        StateFolder state = StateFolder.Open(folder.File("state"));
        using StateLock run = StateLock.TryAcquire(state, EngineAccess.Own, clock)!;

        StateException refused = await Assert.ThrowsExactlyAsync<StateException>(
            () => new SidecarSearch(state, clock, notices).FindAsync(EngineAccess.Sweep, CancellationToken.None));

        StringAssert.Contains(refused.Message, $"in use by process {Environment.ProcessId}.");
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task FindAsync_HolderHasNotWrittenDownWhoItIs_IsWaitedFor()
    {
        StateFolder state = StateFolder.Open(folder.File("state"));
        StateLock holder = StateLock.TryAcquire(state, EngineAccess.Join, clock)!;
        // No process has such a number: it is that of a run which is over.
        DurableFile.Replace(Path.Combine(state.Root, "lock.owner"), JsonSerializer.Serialize(new StateOwner(int.MaxValue, EngineAccess.Own, clock.GetUtcNow(), "unix:///gone"), StateJson.Options));

        Task<(StateLock? Hold, string? Address)> found = new SidecarSearch(state, clock, notices).FindAsync(EngineAccess.Own, CancellationToken.None);
        Assert.IsFalse(found.IsCompleted);
        holder.Dispose();
        StateLock? hold = (await AdvanceUntilDoneAsync(found)).Hold;

        Assert.IsNotNull(hold);
        hold.Dispose();
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task HoldArtifactsAsync_CommandWorksOn_SweepGivesUpAfterAWhile()
    {
        StateFolder state = StateFolder.Open(folder.File("state"));
        SidecarSearch search = new(state, clock, notices);
        using ArtifactsHold command = await search.HoldArtifactsAsync(EngineAccess.Join, CancellationToken.None);

        Task<ArtifactsHold> sweep = search.HoldArtifactsAsync(EngineAccess.Sweep, CancellationToken.None);
        Assert.IsFalse(sweep.IsCompleted);
        StateException refused = await Assert.ThrowsExactlyAsync<StateException>(() => AdvanceUntilDoneAsync(sweep));

        StringAssert.Contains(refused.Message, "Nothing was removed");
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task HoldArtifactsAsync_SweepEnds_WorkerGoesIn()
    {
        StateFolder state = StateFolder.Open(folder.File("state"));
        SidecarSearch search = new(state, clock, notices);
        ArtifactsHold sweep = await search.HoldArtifactsAsync(EngineAccess.Sweep, CancellationToken.None);
        Task<ArtifactsHold> worker = search.HoldArtifactsAsync(EngineAccess.Join, CancellationToken.None);
        Assert.IsFalse(worker.IsCompleted);

        sweep.Dispose();

        (await AdvanceUntilDoneAsync(worker)).Dispose();
    }

    // The search sleeps by the fake clock, but goes on in threads of its own.
    private async Task<T> AdvanceUntilDoneAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await task;
    }
}
