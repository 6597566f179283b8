using Tapir.Orchestrations.Scheduling;
using static Tapir.Orchestrations.Tests.Scheduling.CronTimesTests;

namespace Tapir.Orchestrations.Tests.Scheduling;

[TestClass]
public sealed class CronLookTests
{
    private static readonly CronTrigger Hourly = new("0 * * * *", "UTC");

    [TestMethod]
    public void At_NothingPassed_OnlyTellsWhatComes()
    {
        Look look = At(Hourly, "2026-11-22T01:00:00Z", "2026-11-22T01:30:00Z");

        Assert.IsEmpty(look.Due);
        Assert.AreEqual(Time("2026-11-22T01:00:00Z"), look.Cursor);
        Assert.AreEqual(Time("2026-11-22T02:00:00Z"), look.Next);
        Assert.AreSequenceEqual(
            ["2026-11-22T02:00:00Z", "2026-11-22T03:00:00Z", "2026-11-22T04:00:00Z", "2026-11-22T05:00:00Z", "2026-11-22T06:00:00Z"], Texts(look.Upcoming));
    }

    [TestMethod]
    public void At_OnTime_IsDueByTheClockAndDealtWith()
    {
        Look look = At(Hourly, "2026-11-22T01:00:00Z", "2026-11-22T02:00:01Z");

        Assert.AreSequenceEqual(["Clock 2026-11-22T02:00:00Z"], Due(look));
        Assert.AreEqual(Time("2026-11-22T02:00:00Z"), look.Cursor);
        Assert.IsEmpty(At(Hourly, look.Cursor, Time("2026-11-22T02:00:01Z")).Due);
    }

    [TestMethod]
    [DataRow(MissedPolicy.Skip, "")]
    [DataRow(MissedPolicy.Once, "Missed 2026-11-22T05:00:00Z")]
    [DataRow(MissedPolicy.All, "Missed 2026-11-22T03:00:00Z, Missed 2026-11-22T04:00:00Z, Missed 2026-11-22T05:00:00Z")]
    public void At_SeveralMissed_FollowsThePolicyAndForgetsTheRest(MissedPolicy policy, string due)
    {
        Look look = At(Hourly with { Missed = policy, MissedLimit = 3 }, "2026-11-22T01:00:00Z", "2026-11-22T05:30:00Z");

        Assert.AreEqual(due, string.Join(", ", Due(look)));
        Assert.AreEqual(Time("2026-11-22T05:00:00Z"), look.Cursor);
    }

    [TestMethod]
    [DataRow(MissedPolicy.Skip, "Clock 2026-11-22T05:00:00Z")]
    [DataRow(MissedPolicy.Once, "Clock 2026-11-22T05:00:00Z")]
    [DataRow(MissedPolicy.All, "Missed 2026-11-22T03:00:00Z, Missed 2026-11-22T04:00:00Z, Clock 2026-11-22T05:00:00Z")]
    public void At_SeveralMissedAndOneOnTime_StartsThatOneInAnyCase(MissedPolicy policy, string due) =>
        Assert.AreEqual(due, string.Join(", ", Due(At(Hourly with { Missed = policy, MissedLimit = 2 }, "2026-11-22T01:00:00Z", "2026-11-22T05:00:30Z"))));

    [TestMethod]
    public void At_OffForYears_AnswersAtOnceWithTheNewest() =>
        Assert.AreSequenceEqual(
            ["Missed 2026-11-22T05:00:00Z"], Due(At(new CronTrigger("0 0 5 * * *", "Europe/London"), "1990-01-01T00:00:00Z", "2026-11-22T05:30:00Z")));

    [TestMethod]
    public void At_Jitter_WaitsForTheDelayAndKeepsTheClocksTimeAsKey()
    {
        CronTrigger trigger = Hourly with { Jitter = TimeSpan.FromMinutes(30) };
        DateTimeOffset time = Time("2026-11-22T02:00:00Z");
        DateTimeOffset fires = time + StartDelay.Of("test", time, trigger.Jitter);

        Look early = At(trigger, Time("2026-11-22T01:00:00Z"), fires - TimeSpan.FromMilliseconds(1));
        Look then = At(trigger, early.Cursor, fires);

        Assert.IsEmpty(early.Due);
        Assert.AreEqual(fires, early.Next);
        Assert.AreEqual(fires, early.Upcoming[0]);
        Assert.HasCount(5, early.Upcoming);
        Assert.AreSequenceEqual(["Clock 2026-11-22T02:00:00Z"], Due(then));
        Assert.AreEqual("schedule:test/2026-11-22T02:00:00Z", then.Due[0].RequestKey("test"));
    }

    /// <summary>Delays longer than the time between two starts would let one overtake the other.</summary>
    [TestMethod]
    public void At_JitterLongerThanTheGap_StartsEachOnceAndInOrder()
    {
        CronTrigger trigger = new("* * * * *", "UTC") { Jitter = TimeSpan.FromHours(1) };
        DateTimeOffset cursor = Time("2026-11-22T01:00:00Z");
        DateTimeOffset now = cursor;
        List<string> started = [];
        while (started.Count < 50)
        {
            Look look = At(trigger, cursor, now);
            started.AddRange(Due(look));
            cursor = look.Cursor;
            now = look.Next!.Value;
        }

        Assert.AreSequenceEqual(Enumerable.Range(1, 50).Select(minute => $"Clock 2026-11-22T01:{minute:00}:00Z").ToArray(), started.ToArray());
    }

    /// <summary>As a schedule may have it that was made before there was a limit.</summary>
    [TestMethod]
    public void At_JitterBeyondAllTimeAndNoNextTime_DelaysTheLastStartWithinAYear()
    {
        CronTrigger trigger = Hourly with { Jitter = TimeSpan.FromDays(5_000_000), End = Time("2026-11-22T02:30:00Z") };

        Look look = At(trigger, "2026-11-22T01:00:00Z", "2026-11-22T01:30:00Z");

        DateTimeOffset last = look.Upcoming.Single();
        Assert.IsTrue(last >= Time("2026-11-22T02:00:00Z") && last < Time("2027-11-23T02:00:00Z"), $"{last:O}");
    }

    [TestMethod]
    public void At_EndPassed_TellsThatNothingComes()
    {
        Look look = At(Hourly with { End = Time("2026-11-22T02:30:00Z") }, "2026-11-22T02:00:00Z", "2026-11-22T05:30:00Z");

        Assert.IsEmpty(look.Due);
        Assert.IsNull(look.Next);
        Assert.IsEmpty(look.Upcoming);
    }

    /// <summary>Off from before each change of the clock until after it: what was missed is the one start of that night.</summary>
    [TestMethod]
    [DataRow("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", "Missed 2026-03-29T01:00:00Z")]
    [DataRow("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z", "Missed 2026-10-25T00:30:00Z")]
    public void At_OffOverAClockChange_MakesUpForOneStart(string cursor, string now, string due) =>
        Assert.AreSequenceEqual([due], Due(At(new CronTrigger("30 2 * * *", "Europe/Berlin") { Missed = MissedPolicy.All }, cursor, now)));

    private static Look At(CronTrigger trigger, string cursor, string now) => At(trigger, Time(cursor), Time(now));

    private static Look At(CronTrigger trigger, DateTimeOffset cursor, DateTimeOffset now) => CronLook.At(Times(trigger), trigger, "test", cursor, now);

    private static string[] Due(Look look) => [.. look.Due.Select(occurrence => $"{occurrence.Cause} {Texts([occurrence.At])[0]}")];
}
