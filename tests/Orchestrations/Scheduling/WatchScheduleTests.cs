using Tapir.Orchestrations.Scheduling;

namespace Tapir.Orchestrations.Tests.Scheduling;

/// <summary>Schedules that watch files, on a clock that the test moves.</summary>
[TestClass]
public sealed class WatchScheduleTests
{
    private const string Noon = "2026-11-22T12:00:00Z";

    private static readonly WatchTrigger Incoming = new("/data/in");

    [TestMethod]
    public void RunAsync_FilesSettle_StartsOneRunFromAllOfThem()
    {
        RunningSchedule schedule = new(Incoming, Noon);
        schedule.Files.Write("a.jsonl", "one");
        schedule.PassTo("2026-11-22T12:00:15Z");
        schedule.Files.Write("b.jsonl", "two");

        schedule.PassTo("2026-11-22T13:00:00Z");

        Assert.AreSequenceEqual(["one+two"], schedule.Seeds.ToArray());
        Assert.AreEqual("mine-1", schedule.Status.LastRun);
        Assert.AreEqual("one+two", schedule.Status.LastSet!.Name);
        StringAssert.StartsWith(schedule.Started.Single(), "set-");
    }

    /// <summary>Looked at every 10 seconds, read when it stands still from one look to the next, and settled 30 seconds after that.</summary>
    [TestMethod]
    public void RunAsync_FileComes_StartsAsSoonAsItHasSettledAndNoSooner()
    {
        RunningSchedule schedule = new(Incoming, Noon);
        schedule.Files.Write("a.jsonl", "one");

        schedule.PassTo("2026-11-22T12:00:49Z");
        Assert.IsEmpty(schedule.Started);
        schedule.PassTo("2026-11-22T12:00:50Z");

        Assert.HasCount(1, schedule.Started);
    }

    [TestMethod]
    public void RunAsync_FileKeepsChanging_WaitsUntilItStandsStill()
    {
        RunningSchedule schedule = new(Incoming, Noon);
        for (int minute = 0; minute < 10; minute++)
        {
            for (int second = 0; second < 60; second += 15)
            {
                schedule.Files.Write("a.jsonl", $"{minute}:{second}");
                schedule.PassTo($"2026-11-22T12:{minute:00}:{second:00}Z");
            }
        }

        Assert.IsEmpty(schedule.Started);
        schedule.PassTo("2026-11-22T13:00:00Z");

        Assert.AreSequenceEqual(["9:45"], schedule.Seeds.ToArray());
    }

    [TestMethod]
    public void RunAsync_SameContentAgain_StartsNothing()
    {
        RunningSchedule schedule = Settled("a.jsonl", "one");
        schedule.EndRun("mine-1");

        schedule.Files.Write("copy.jsonl", "one");
        schedule.PassTo("2026-11-22T14:00:00Z");
        schedule.Files.Write("a.jsonl", "two");
        schedule.PassTo("2026-11-22T15:00:00Z");
        schedule.EndRun("mine-2");
        schedule.Files.Write("a.jsonl", "one");
        schedule.PassTo("2026-11-22T16:00:00Z");
        schedule.Files.Delete("copy.jsonl");
        schedule.PassTo("2026-11-22T17:00:00Z");

        Assert.AreSequenceEqual(["one", "two"], schedule.Seeds.ToArray());
    }

    [TestMethod]
    public void RunAsync_NothingWorkedWhileFilesCame_StartsOneRunFromThem()
    {
        RunningSchedule schedule = new(Incoming, Noon);
        schedule.Files.Write("a.jsonl", "one");
        schedule.PassTo("2026-11-22T12:00:25Z");
        schedule.Files.Write("b.jsonl", "two");

        schedule.SleepUntil("2026-11-25T12:00:00Z");
        Assert.IsEmpty(schedule.Started, "What has changed while nobody looked has not been seen to stand still.");
        schedule.PassTo("2026-11-25T13:00:00Z");

        Assert.AreSequenceEqual(["one+two"], schedule.Seeds.ToArray());
    }

    [TestMethod]
    public void RunAsync_RunBeforeIsOpen_QueueGathersWhatComesMeanwhileIntoOneSet()
    {
        RunningSchedule schedule = Settled("a.jsonl", "one", OverlapPolicy.Queue);
        schedule.Files.Write("b.jsonl", "two");
        schedule.PassTo("2026-11-22T14:00:00Z");
        Assert.AreEqual(1, schedule.Status.Waiting);

        schedule.Files.Write("c.jsonl", "three");
        schedule.PassTo("2026-11-22T15:00:00Z");
        schedule.Files.Write("d.jsonl", "four");
        schedule.PassTo("2026-11-22T16:00:00Z");
        Assert.AreEqual(1, schedule.Status.Waiting);
        schedule.EndRun("mine-1");
        schedule.PassTo("2026-11-22T17:00:00Z");
        schedule.EndRun("mine-2");
        schedule.PassTo("2026-11-22T18:00:00Z");

        Assert.AreSequenceEqual(["one", "two", "three+four"], schedule.Seeds.ToArray());
    }

    [TestMethod]
    public void RunAsync_RunBeforeIsOpen_SkipLeavesTheFilesForTheNextSet()
    {
        RunningSchedule schedule = Settled("a.jsonl", "one");
        schedule.Files.Write("b.jsonl", "two");
        schedule.PassTo("2026-11-22T14:00:00Z");
        Assert.AreEqual(new PreviousRunOpen("mine-1"), schedule.Status.LastAttempt!.Outcome);
        Assert.AreEqual(0, schedule.Status.Waiting);
        schedule.EndRun("mine-1");
        schedule.PassTo("2026-11-22T15:00:00Z");
        Assert.HasCount(1, schedule.Started, "A start that was left out is not made up for by itself.");

        schedule.Files.Write("c.jsonl", "three");
        schedule.PassTo("2026-11-22T16:00:00Z");

        Assert.AreSequenceEqual(["one", "two+three"], schedule.Seeds.ToArray());
    }

    [TestMethod]
    public void RunAsync_RunBeforeIsOpen_CancelEndsItForTheNewSet()
    {
        RunningSchedule schedule = Settled("a.jsonl", "one", OverlapPolicy.Cancel);

        schedule.Files.Write("a.jsonl", "two");
        schedule.PassTo("2026-11-22T14:00:00Z");

        Assert.AreSequenceEqual(["one", "two"], schedule.Seeds.ToArray());
        Assert.AreSequenceEqual(["mine-1"], schedule.Cancelled.ToArray());
    }

    [TestMethod]
    public void RunAsync_StartIsRefused_TriesAgainWithAllThatHasComeUntilItIsNot()
    {
        RunningSchedule schedule = new(Incoming, Noon) { Refusal = "The endpoint is not listed." };
        schedule.Files.Write("a.jsonl", "one");
        schedule.PassTo("2026-11-22T12:05:00Z");
        Assert.AreEqual((1, new StartRefused("The endpoint is not listed.")), (schedule.Refused, schedule.Status.LastAttempt!.Outcome));
        schedule.Files.Write("b.jsonl", "two");
        schedule.PassTo("2026-11-22T13:00:00Z");
        Assert.IsTrue(schedule.Refused is > 3 and < 8, $"It was tried {schedule.Refused} times in an hour.");

        schedule.Refusal = null;
        schedule.PassTo("2026-11-22T13:30:00Z");
        schedule.EndRun("mine-1");
        schedule.PassTo("2026-11-22T14:30:00Z");

        Assert.AreSequenceEqual(["one+two"], schedule.Seeds.ToArray());
    }

    [TestMethod]
    public void RunNow_AfterARefusal_StartsFromTheSetAndItIsNotStartedASecondTime()
    {
        RunningSchedule schedule = new(Incoming, Noon) { Refusal = "The endpoint is not listed." };
        schedule.Files.Write("a.jsonl", "one");
        schedule.PassTo("2026-11-22T12:05:00Z");
        schedule.Refusal = null;

        schedule.Tell(new RunScheduleNow("now-1"));
        schedule.EndRun("mine-1");
        schedule.Files.Write("b.jsonl", "two");
        schedule.PassTo("2026-11-22T14:00:00Z");

        Assert.AreSequenceEqual(["one", "two"], schedule.Seeds.ToArray());
    }

    [TestMethod]
    public void Change_AfterARefusal_TriesAgainAtOnce()
    {
        RunningSchedule schedule = new(Incoming, Noon) { Refusal = "The endpoint is not listed." };
        schedule.Files.Write("a.jsonl", "one");
        schedule.PassTo("2026-11-22T12:01:00Z");
        Assert.AreEqual(1, schedule.Refused);
        schedule.Refusal = null;

        schedule.Tell(new ChangeSchedule(RunningSchedule.Definition(Incoming with { Every = TimeSpan.FromSeconds(5) })));
        schedule.PassTo("2026-11-22T12:03:00Z");

        Assert.AreSequenceEqual(["one"], schedule.Seeds.ToArray());
    }

    [TestMethod]
    public void Pause_FilesComeMeanwhile_AreNotLookedAtAndAreNewWhenItGoesOn()
    {
        RunningSchedule schedule = new(Incoming, Noon);
        schedule.Tell(new PauseSchedule());
        int looks = schedule.Files.Looks;

        schedule.Files.Write("a.jsonl", "one");
        schedule.PassTo("2026-11-22T14:00:00Z");
        Assert.AreEqual(looks, schedule.Files.Looks);
        Assert.IsEmpty(schedule.WakesAt);
        schedule.Tell(new ResumeSchedule());
        schedule.PassTo("2026-11-22T15:00:00Z");

        Assert.AreSequenceEqual(["one"], schedule.Seeds.ToArray());
    }

    [TestMethod]
    public void RunNow_NothingHasSettled_SaysSo()
    {
        RunningSchedule schedule = new(Incoming, Noon);

        schedule.Tell(new RunScheduleNow("now-1"));

        Assert.IsEmpty(schedule.Started);
        StringAssert.Contains(((StartRefused)schedule.Status.LastAttempt!.Outcome).Reason, "Nothing has settled in '/data/in' yet");
    }

    [TestMethod]
    public void RunNow_AfterASet_StartsFromItAgain()
    {
        RunningSchedule schedule = Settled("a.jsonl", "one");
        schedule.EndRun("mine-1");

        schedule.Tell(new RunScheduleNow("now-1"), new RunScheduleNow("now-1"));

        Assert.AreSequenceEqual(["one", "one"], schedule.Seeds.ToArray());
        Assert.AreEqual("now-1", schedule.Started[^1]);
    }

    [TestMethod]
    public void Change_OfThePace_KnowsWhatHasBeenStarted()
    {
        RunningSchedule schedule = Settled("a.jsonl", "one");
        schedule.EndRun("mine-1");

        schedule.Tell(new ChangeSchedule(RunningSchedule.Definition(Incoming with { Settle = TimeSpan.FromSeconds(1), Pattern = "*" })));
        schedule.PassTo("2026-11-22T14:00:00Z");

        Assert.HasCount(1, schedule.Started);
    }

    [TestMethod]
    public void Change_ToAnotherPlace_BeginsWithAllThatLiesThere()
    {
        RunningSchedule schedule = Settled("a.jsonl", "one");
        schedule.EndRun("mine-1");

        schedule.Files.Write("a.jsonl", "two");
        schedule.Tell(new ChangeSchedule(RunningSchedule.Definition(new WatchTrigger("/data/other"))));
        schedule.PassTo("2026-11-22T14:00:00Z");

        Assert.AreSequenceEqual(["one", "two"], schedule.Seeds.ToArray());
    }

    [TestMethod]
    public void RunAsync_FunctionsFail_GoesOnWhereItWas()
    {
        RunningSchedule schedule = new(Incoming, Noon);
        schedule.Files.Write("a.jsonl", "one");
        schedule.PassTo("2026-11-22T12:00:45Z");
        schedule.Fault = new InvalidOperationException("The disk is full.");
        schedule.PassTo("2026-11-22T12:10:00Z");
        Assert.AreEqual("The disk is full.", schedule.Status.Problem);

        schedule.Fault = null;
        schedule.PassTo("2026-11-22T12:20:00Z");

        Assert.IsNull(schedule.Status.Problem);
        Assert.AreSequenceEqual(["one"], schedule.Seeds.ToArray());
    }

    /// <summary>A day of looks weighs no more on a replay than one.</summary>
    [TestMethod]
    public void RunAsync_ManyLooks_HistoryStaysShort()
    {
        RunningSchedule schedule = new(Incoming, Noon);

        schedule.PassTo("2026-11-22T18:00:00Z");

        Assert.IsGreaterThan(2_000, schedule.Files.Looks);
        Assert.AreEqual(1, schedule.CallsInHistory);
    }

    private static RunningSchedule Settled(string name, string content, OverlapPolicy overlap = OverlapPolicy.Skip)
    {
        RunningSchedule schedule = new(Incoming, Noon, overlap);
        schedule.Files.Write(name, content);
        schedule.PassTo("2026-11-22T13:00:00Z");
        Assert.AreSequenceEqual([content], schedule.Seeds.ToArray());
        return schedule;
    }
}
