using Tapir.DurableTask.Protobuf;
using Tapir.Functions;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Pausing;

namespace Tapir.Orchestrations.Tests.Pausing;

[TestClass]
public sealed class PausableCallsTests
{
    private static readonly DurableFunction<string, string> Ask = new("ask", version: 1, CachePolicy.Forever);
    private static readonly FunctionTimeLimitException CutOff = new("ask", new TimeLimit(TimeSpan.FromHours(1), "'tapir.timeLimits.ask' in host.json"));
    private static readonly PauseRequestedException Spent = new("The budget is spent.");

    [TestMethod]
    public void CallAsync_Refused_WaitsAndSaysWhy()
    {
        ReplayedInstance instance = Asking("a");

        instance.Fail(instance.Open[0], Spent);

        Assert.AreEqual("The budget is spent.", instance.Progress.Paused);
        Assert.IsEmpty(instance.Open);
        Assert.IsNull(instance.End);
    }

    [TestMethod]
    public void CallAsync_RefusedThenContinued_MakesTheSameCallAgain()
    {
        ReplayedInstance instance = Asking("a");
        instance.Fail(instance.Open[0], Spent);

        instance.Raise(RunEvents.Continue);

        Assert.IsNull(instance.Progress.Paused);
        Assert.AreEqual(instance.Calls[0].Input, Single(instance.Open).Input);
        instance.Complete(instance.Open[0], "A");
        Assert.AreSequenceEqual(["A"], instance.OutputAs<string[]>());
    }

    /// <summary>Whoever may raise events can raise this one with anything, also while nobody waits.</summary>
    [TestMethod]
    [DataRow("{}")]
    [DataRow("7")]
    [DataRow("[true]")]
    [DataRow("null")]
    [DataRow("\"mended\"")]
    [DataRow("no JSON")]
    public void CallAsync_ContinuedWithAnyPayload_MakesTheSameCallAgain(string payload)
    {
        ReplayedInstance waiting = Asking("a");
        waiting.Fail(waiting.Open[0], Spent);
        waiting.RaiseText(RunEvents.Continue, payload);
        ReplayedInstance early = Asking("a");
        early.RaiseText(RunEvents.Continue, payload);
        early.Fail(early.Open[0], Spent);

        foreach (ReplayedInstance instance in new[] { waiting, early })
        {
            Assert.IsNull(instance.Progress.Paused);
            instance.Complete(Single(instance.Open), "A");
            Assert.AreSequenceEqual(["A"], instance.OutputAs<string[]>());
        }
    }

    [TestMethod]
    public void CallAllAsync_SeveralRefused_WaitAtOneGate()
    {
        ReplayedInstance instance = Asking("a", "b", "c");
        instance.Fail(instance.Calls[2], Spent);
        instance.Fail(instance.Calls[0], new PauseRequestedException("The key was refused."));
        instance.Complete(instance.Calls[1], "B");
        Assert.AreEqual("The budget is spent.", instance.Progress.Paused);

        instance.Raise(RunEvents.Continue);

        Assert.HasCount(2, instance.Open);
        instance.RunToEnd(call => call.InputAs<string>().ToUpperInvariant());
        Assert.AreSequenceEqual(["A", "B", "C"], instance.OutputAs<string[]>());
    }

    [TestMethod]
    public void CallAsync_EventCameWhileNobodyWaited_IsSpentOnOneCallAndTheNextRefusalWaits()
    {
        ReplayedInstance instance = Asking("a");
        instance.Raise(RunEvents.Continue);

        instance.Fail(instance.Open[0], Spent);
        instance.Fail(Single(instance.Open), Spent);

        Assert.AreEqual("The budget is spent.", instance.Progress.Paused);
        Assert.IsEmpty(instance.Open);
        instance.Raise(RunEvents.Continue);
        instance.Complete(Single(instance.Open), "A");
        Assert.AreSequenceEqual(["A"], instance.OutputAs<string[]>());
    }

    [TestMethod]
    public void CallAllAsync_RefusedBeforeTheGateOpenedButHeardOfAfter_IsMadeAgainAtOnce()
    {
        ReplayedInstance instance = Asking("a", "b");
        instance.Fail(instance.Calls[0], Spent);
        instance.Raise(RunEvents.Continue);

        instance.Fail(instance.Calls[1], Spent);

        Assert.IsNull(instance.Progress.Paused);
        Assert.AreSequenceEqual(["a", "b"], instance.Open.Select(call => call.InputAs<string>()).ToArray());
    }

    [TestMethod]
    public void CallAllAsync_RefusedAgainAfterTheGateOpened_WaitsAgain()
    {
        ReplayedInstance instance = Asking("a", "b");
        instance.Fail(instance.Calls[0], Spent);
        instance.Raise(RunEvents.Continue);
        instance.Fail(instance.Calls[1], Spent);

        instance.Fail(instance.Open[1], new PauseRequestedException("Spent again."));

        Assert.AreEqual("Spent again.", instance.Progress.Paused);
        instance.Raise(RunEvents.Continue);
        instance.RunToEnd(call => call.InputAs<string>().ToUpperInvariant());
        Assert.AreSequenceEqual(["A", "B"], instance.OutputAs<string[]>());
    }

    [TestMethod]
    public void CallAsync_ResultIndexIsFull_WaitsAndSaysWhy()
    {
        ReplayedInstance instance = Asking("a");

        instance.Fail(instance.Open[0], new ResultIndexException("The disk is full."));

        Assert.IsNull(instance.End);
        Assert.AreEqual("The disk is full.", instance.Progress.Paused);
        instance.Raise(RunEvents.Continue);
        instance.Complete(Single(instance.Open), "A");
        Assert.AreSequenceEqual(["A"], instance.OutputAs<string[]>());
    }

    [TestMethod]
    public void CallAsync_CutOffAtItsTimeLimit_IsMadeAgainAtOnce()
    {
        ReplayedInstance instance = Asking("a");

        instance.Fail(instance.Open[0], CutOff);
        instance.Fail(Single(instance.Open), CutOff);

        instance.Complete(Single(instance.Open), "A");
        Assert.AreSequenceEqual(["A"], instance.OutputAs<string[]>());
    }

    [TestMethod]
    public void CallAsync_CutOffThreeTimes_WaitsAndSaysWhatToChange()
    {
        ReplayedInstance instance = Asking("a");

        CutOffThreeTimes(instance);

        Assert.IsEmpty(instance.Open);
        Assert.IsNull(instance.End);
        StringAssert.Contains(instance.Progress.Paused, "'ask'");
        StringAssert.Contains(instance.Progress.Paused, "'tapir.timeLimits.ask' in host.json");
        StringAssert.Contains(instance.Progress.Paused, "3 times");
    }

    [TestMethod]
    public void CallAsync_CutOffThreeTimesAndContinued_IsTriedThreeTimesMore()
    {
        ReplayedInstance instance = Asking("a");
        CutOffThreeTimes(instance);
        instance.Raise(RunEvents.Continue);
        Assert.IsNull(instance.Progress.Paused);

        CutOffThreeTimes(instance);

        Assert.IsNotNull(instance.Progress.Paused);
        instance.Raise(RunEvents.Continue);
        instance.Complete(Single(instance.Open), "A");
        Assert.AreSequenceEqual(["A"], instance.OutputAs<string[]>());
    }

    [TestMethod]
    public void CallAsync_Fails_FailsTheOrchestration()
    {
        ReplayedInstance instance = Asking("a");

        instance.Fail(instance.Open[0], new InvalidOperationException("a fault"));

        Assert.AreEqual(OrchestrationStatus.Failed, instance.End!.OrchestrationStatus);
        StringAssert.Contains(instance.End.FailureDetails.ToString(), "a fault");
    }

    private static void CutOffThreeTimes(ReplayedInstance instance)
    {
        for (int time = 1; time <= 3; time++)
        {
            instance.Fail(Single(instance.Open), CutOff);
        }
    }

    private static ScheduledCall Single(IReadOnlyList<ScheduledCall> calls)
    {
        Assert.HasCount(1, calls);
        return calls[0];
    }

    private static ReplayedInstance Asking(params string[] questions) => new(FuncTaskOrchestrator.Create<object?, IReadOnlyList<string>>(
        async (context, _) => await new PausableCalls(context, new RunNotices(context, isWatched: false)).CallAllAsync(Ask, questions)));
}
