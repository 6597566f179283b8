using Microsoft.Extensions.Time.Testing;
using Tapir.Functions;
using Tapir.Host.Live;

namespace Tapir.Host.Tests.Live;

[TestClass]
public sealed class CallTreeTests
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch);
    private readonly CallTree tree;

    public CallTreeTests() => tree = new CallTree(clock);

    [TestMethod]
    public void Snapshot_CallsOfARunAndItsRounds_AreALineForEachPartAndFunction()
    {
        Start("run-1", "seeding.import");
        Start("run-1:round-1", "expansion.write");
        Start("run-1:round-1", "expansion.write");

        IReadOnlyList<CallLine> lines = tree.Snapshot();

        Assert.AreSequenceEqual(
            [("run", "seeding.import", 1), ("round-1", "expansion.write", 2)], lines.Select(line => (line.Part, line.Function, line.Running)).ToArray());
    }

    [TestMethod]
    public void Snapshot_FinishedCalls_AreCountedByOutcome()
    {
        foreach (CallOutcome outcome in new[] { CallOutcome.Computed, CallOutcome.Cached, CallOutcome.Joined, CallOutcome.Failed })
        {
            Finish(Start("run-1", "expansion.write"), outcome);
        }

        CallLine line = tree.Snapshot().Single();
        Assert.AreEqual((0, 1, 2, 1), (line.Running, line.Computed, line.Cached, line.Failed));
        Assert.AreEqual("a fault", line.LastError);
    }

    [TestMethod]
    public void Snapshot_WhileRunning_SumsProgressAndCountsTheTime()
    {
        Call first = Start("run-1", "expansion.write");
        Call second = Start("run-1", "expansion.write");
        tree.Progressed(first, new CallProgress(3, 10, "requests"));
        tree.Progressed(second, new CallProgress(4, 20, "requests"));
        clock.Advance(TimeSpan.FromSeconds(5));

        CallLine running = tree.Snapshot().Single();
        Finish(first, CallOutcome.Computed);
        Finish(second, CallOutcome.Computed);
        clock.Advance(TimeSpan.FromSeconds(60));
        CallLine over = tree.Snapshot().Single();

        Assert.AreEqual(new CallProgress(7, 30, "requests"), running.Progress);
        Assert.AreEqual(TimeSpan.FromSeconds(5), running.Elapsed);
        Assert.IsNull(over.Progress);
        Assert.AreEqual(TimeSpan.FromSeconds(5), over.Elapsed);
    }

    [TestMethod]
    public void Finished_CallThatNobodySawStart_IsPassedOver()
    {
        Finish(CallOf("run-1", "expansion.write"), CallOutcome.Computed);

        Assert.IsEmpty(tree.Snapshot());
    }

    [TestMethod]
    public void Snapshot_CallsOfAnotherRun_AreNotShown()
    {
        CallTree other = new(clock, "run-2");
        Call call = CallOf("run-1", "expansion.write");
        other.Started(call);
        other.Finished(call, new CallEnd(CallOutcome.Computed, clock.GetUtcNow(), TimeSpan.Zero, null));

        Assert.IsEmpty(other.Snapshot());
    }

    private Call Start(string instance, string function)
    {
        Call call = CallOf(instance, function);
        tree.Started(call);
        return call;
    }

    private void Finish(Call call, CallOutcome outcome) =>
        tree.Finished(call, new CallEnd(outcome, clock.GetUtcNow(), TimeSpan.Zero, outcome == CallOutcome.Failed ? "a fault" : null));

    private Call CallOf(string instance, string function) => new(Guid.NewGuid(), "run-1", instance, function, 1, "key", clock.GetUtcNow(), HealingFor: null);
}
