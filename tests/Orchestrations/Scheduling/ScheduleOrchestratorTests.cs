using Tapir.Orchestrations.Scheduling;
using static Tapir.Orchestrations.Tests.Scheduling.CronTimesTests;

namespace Tapir.Orchestrations.Tests.Scheduling;

[TestClass]
public sealed class ScheduleOrchestratorTests
{
    private static readonly CronTrigger Hourly = new("0 * * * *", "UTC");

    [TestMethod]
    public void RunAsync_TimesCome_StartsOneRunAtEachAndShowsTheNext()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z");
        Assert.AreSequenceEqual(
            ["2026-11-22T01:00:00Z", "2026-11-22T02:00:00Z", "2026-11-22T03:00:00Z", "2026-11-22T04:00:00Z", "2026-11-22T05:00:00Z"], Texts(schedule.Status.Upcoming));

        schedule.PassTo("2026-11-22T01:30:00Z");
        schedule.EndRun("mine-1");
        schedule.PassTo("2026-11-22T02:30:00Z");

        Assert.AreSequenceEqual(["2026-11-22T01:00:00Z", "2026-11-22T02:00:00Z"], schedule.Started.ToArray());
        Assert.AreEqual("mine-2", schedule.Status.LastRun);
        Assert.AreEqual(Time("2026-11-22T03:00:00Z"), schedule.Status.Upcoming[0]);
    }

    /// <summary>Through the night in which each change of the clock falls, with a worker all the time and with none from the day before to the day after.</summary>
    [TestMethod]
    [DataRow("2026-03-28T00:00:00Z", "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    [DataRow("2026-10-24T00:00:00Z", "2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    public void RunAsync_OverAClockChange_StartsOnceANightWhetherOnOrOff(string begin, string before, string during, string after)
    {
        CronTrigger nightly = new("30 2 * * *", "Europe/Berlin") { Missed = MissedPolicy.All };
        RunningSchedule on = new(nightly, begin, OverlapPolicy.Cancel);
        RunningSchedule off = new(nightly, begin, OverlapPolicy.Cancel);

        on.PassTo(after);
        off.PassTo(before);
        off.SleepUntil(after);

        Assert.AreSequenceEqual([before, during, after], on.Started.ToArray());
        Assert.AreSequenceEqual([before, during, after], off.Started.ToArray());
    }

    [TestMethod]
    [DataRow(MissedPolicy.Skip, "")]
    [DataRow(MissedPolicy.Once, "2026-11-22T09:00:00Z")]
    [DataRow(MissedPolicy.All, "2026-11-22T08:00:00Z 2026-11-22T09:00:00Z")]
    public void RunAsync_NothingWorkedForHours_FollowsThePolicyThenGoesOn(MissedPolicy missed, string started)
    {
        RunningSchedule schedule = new(Hourly with { Missed = missed, MissedLimit = 2 }, "2026-11-22T00:30:00Z", OverlapPolicy.Cancel);

        schedule.SleepUntil("2026-11-22T09:30:00Z");

        Assert.AreEqual(started, string.Join(' ', schedule.Started));
        Assert.AreSequenceEqual(["2026-11-22T10:00:00Z"], schedule.WakesAt);
    }

    [TestMethod]
    public void RunAsync_RunBeforeIsOpen_SkipLeavesTheStartOutAndSaysWhich()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z");

        schedule.PassTo("2026-11-22T02:30:00Z");

        Assert.AreSequenceEqual(["2026-11-22T01:00:00Z"], schedule.Started.ToArray());
        Assert.AreEqual(new PreviousRunOpen("mine-1"), schedule.Status.LastAttempt!.Outcome);
        Assert.AreEqual(Time("2026-11-22T02:00:00Z"), schedule.Status.LastAttempt.Occurrence.At);
        Assert.AreEqual("mine-1", schedule.Status.LastRun);
    }

    [TestMethod]
    public void RunAsync_RunBeforeIsOpen_CancelEndsItForTheNewOne()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z", OverlapPolicy.Cancel);

        schedule.PassTo("2026-11-22T02:30:00Z");

        Assert.AreSequenceEqual(["2026-11-22T01:00:00Z", "2026-11-22T02:00:00Z"], schedule.Started.ToArray());
        Assert.AreSequenceEqual(["mine-1"], schedule.Cancelled.ToArray());
    }

    [TestMethod]
    public void RunAsync_RunBeforeIsOpen_QueueStartsTheOthersOneAfterAnother()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z", OverlapPolicy.Queue);

        schedule.PassTo("2026-11-22T03:30:00Z");
        Assert.AreEqual(2, schedule.Status.Waiting);
        schedule.EndRun("mine-1");
        schedule.PassTo("2026-11-22T03:40:00Z");
        Assert.AreEqual(1, schedule.Status.Waiting);
        schedule.EndRun("mine-2");
        schedule.PassTo("2026-11-22T03:50:00Z");

        Assert.AreSequenceEqual(["2026-11-22T01:00:00Z", "2026-11-22T02:00:00Z", "2026-11-22T03:00:00Z"], schedule.Started.ToArray());
    }

    [TestMethod]
    public void RunAsync_MoreMissedThanUsuallyWait_MakesUpForAsManyAsTheLimitAllows()
    {
        RunningSchedule schedule = new(Hourly with { Missed = MissedPolicy.All, MissedLimit = 200 }, "2026-11-01T00:30:00Z", OverlapPolicy.Cancel);

        schedule.SleepUntil("2026-11-22T09:30:00Z");

        Assert.HasCount(200, schedule.Started);
        Assert.AreEqual("2026-11-22T09:00:00Z", schedule.Started[^1]);
        Assert.IsNull(schedule.Status.Problem);
    }

    [TestMethod]
    public void RunAsync_RunBeforeIsOpenForDays_TellsWhichStartsTheLineHasNoRoomFor()
    {
        RunningSchedule schedule = new(Hourly with { Missed = MissedPolicy.All, MissedLimit = 99 }, "2026-11-01T00:30:00Z", OverlapPolicy.Queue);
        schedule.SleepUntil("2026-11-22T09:30:00Z");

        schedule.PassTo("2026-11-22T11:30:00Z");
        Assert.AreEqual((100, null), (schedule.Status.Waiting, schedule.Status.Problem));
        schedule.PassTo("2026-11-22T12:30:00Z");

        Assert.AreEqual(100, schedule.Status.Waiting);
        Assert.AreEqual("1 start was left out, the last that of 2026-11-22 12:00:00 UTC: 100 wait already, and that is as many as may.", schedule.Status.Problem);
        schedule.EndRun("mine-1");
        schedule.PassTo("2026-11-22T13:30:00Z");
        Assert.IsNull(schedule.Status.Problem);
    }

    [TestMethod]
    public void Pause_ThenTimesPass_StartsNothingAndMissesNothing()
    {
        RunningSchedule schedule = new(Hourly with { Missed = MissedPolicy.All }, "2026-11-22T00:30:00Z");

        schedule.Tell(new PauseSchedule());
        Assert.IsTrue(schedule.Status.IsPaused);
        Assert.IsEmpty(schedule.WakesAt);
        schedule.SleepUntil("2026-11-22T05:30:00Z", new ResumeSchedule());
        schedule.PassTo("2026-11-22T06:30:00Z");

        Assert.AreSequenceEqual(["2026-11-22T06:00:00Z"], schedule.Started.ToArray());
    }

    [TestMethod]
    public void Resume_NotPaused_StillMakesUpForWhatWasMissed()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z");

        schedule.SleepUntil("2026-11-22T05:30:00Z", new ResumeSchedule());

        Assert.AreSequenceEqual(["2026-11-22T05:00:00Z"], schedule.Started.ToArray());
    }

    /// <summary>The timer and the command arrive in one turn, and the timer is first.</summary>
    [TestMethod]
    public void Pause_CameWhileNothingWorked_IsHeededBeforeWhatIsDue()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z");

        schedule.SleepUntil("2026-11-22T05:30:00Z", new PauseSchedule());

        Assert.IsTrue(schedule.Status.IsPaused);
        Assert.AreEqual(0, schedule.Status.Waiting);
        schedule.Tell(new ResumeSchedule());
        Assert.IsEmpty(schedule.Started);
    }

    [TestMethod]
    public void Commands_SeveralAtOnce_AreTakenInTheirOrderAndEachOnce()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z");

        schedule.Tell(new PauseSchedule(), new RunScheduleNow("now-1"), new ResumeSchedule(), new PauseSchedule(), new ResumeSchedule());

        Assert.AreEqual(5, schedule.Status.CommandsTaken);
        Assert.IsFalse(schedule.Status.IsPaused);
        Assert.AreSequenceEqual(["now-1"], schedule.Started.ToArray());
    }

    [TestMethod]
    public void Commands_WhileAFunctionIsUnderWay_AreTakenAfterIt()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z");

        schedule.TellBeforeAnswers("2026-11-22T01:00:00Z", new PauseSchedule(), new RemoveSchedule());

        Assert.IsEmpty(schedule.Started);
        Assert.IsTrue(schedule.IsOver);
    }

    [TestMethod]
    public void RunNow_WhilePaused_StartsOneRunForItsKey()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z");
        schedule.Tell(new PauseSchedule());

        schedule.Tell(new RunScheduleNow("now-1"), new RunScheduleNow("now-1"));

        Assert.AreSequenceEqual(["now-1"], schedule.Started.ToArray());
        Assert.AreEqual(StartCause.Hand, schedule.Status.LastAttempt!.Occurrence.Cause);
        Assert.AreEqual(0, schedule.Status.Waiting);
    }

    [TestMethod]
    public void Change_ToOtherTimes_StartsAtThoseAndMissesNoneOfTheirs()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z");

        schedule.SleepUntil("2026-11-22T05:30:00Z", new ChangeSchedule(RunningSchedule.Definition(new CronTrigger("15 * * * *", "UTC"))));
        schedule.PassTo("2026-11-22T06:30:00Z");

        Assert.AreSequenceEqual(["2026-11-22T06:15:00Z"], schedule.Started.ToArray());
    }

    [TestMethod]
    public void Remove_Told_EndsIt()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z");

        schedule.Tell(new RemoveSchedule());

        Assert.IsTrue(schedule.IsOver);
        Assert.IsEmpty(schedule.Started);
    }

    [TestMethod]
    public void RunAsync_EndPassed_WaitsForCommandsAlone()
    {
        RunningSchedule schedule = new(Hourly with { End = Time("2026-11-22T01:30:00Z") }, "2026-11-22T00:30:00Z");

        schedule.PassTo("2026-11-22T09:30:00Z");

        Assert.AreSequenceEqual(["2026-11-22T01:00:00Z"], schedule.Started.ToArray());
        Assert.IsEmpty(schedule.WakesAt);
        Assert.IsFalse(schedule.IsOver);
    }

    [TestMethod]
    public void RunAsync_AFunctionFails_SaysWhyAndTriesAgainSoon()
    {
        RunningSchedule schedule = new(Hourly, "2026-11-22T00:30:00Z") { Fault = new InvalidOperationException("The disk is full.") };

        schedule.PassTo("2026-11-22T01:00:30Z");
        Assert.AreEqual("The disk is full.", schedule.Status.Problem);
        Assert.IsEmpty(schedule.Started);
        schedule.Fault = null;
        schedule.PassTo("2026-11-22T01:10:00Z");

        Assert.IsNull(schedule.Status.Problem);
        Assert.AreSequenceEqual(["2026-11-22T01:00:00Z"], schedule.Started.ToArray());
    }
}
