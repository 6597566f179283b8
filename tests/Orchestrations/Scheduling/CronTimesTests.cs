using System.Globalization;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Orchestrations.Tests.Scheduling;

[TestClass]
public sealed class CronTimesTests
{
    [TestMethod]
    public void After_FiveFields_AreMinutesAndUp() =>
        Assert.AreSequenceEqual(["2026-11-23T02:30:00Z", "2026-11-24T02:30:00Z"], After("30 2 * * *", "UTC", "2026-11-22T02:30:00Z", 2));

    [TestMethod]
    public void After_SixFields_BeginWithSeconds() =>
        Assert.AreSequenceEqual(["2026-11-22T02:30:10Z", "2026-11-22T02:30:20Z"], After("*/10 * * * * *", "UTC", "2026-11-22T02:30:00Z", 2));

    [TestMethod]
    public void After_Macro_IsTaken() => Assert.AreSequenceEqual(["2026-11-23T00:00:00Z"], After("@daily", "UTC", "2026-11-22T02:30:00Z", 1));

    [TestMethod]
    public void After_ClockGoesForwardOverTheTime_FiresOnceAfterTheGap() =>
        Assert.AreSequenceEqual(
            // 02:30 is 01:30 UTC in winter, is skipped on the 29th (03:00 summer time is 01:00 UTC), and 00:30 UTC in summer.
            ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"],
            After("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3));

    [TestMethod]
    public void After_ClockGoesBackOverTheTime_FiresOnceAtTheFirst() =>
        Assert.AreSequenceEqual(
            ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"],
            After("30 2 * * *", "Europe/Berlin", "2026-10-24T00:00:00Z", 3));

    [TestMethod]
    public void After_RepeatingOverBothChanges_KeepsItsPace()
    {
        Assert.AreSequenceEqual(
            ["2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"], After("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", 3));
        Assert.AreSequenceEqual(
            ["2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z"], After("*/30 * * * *", "Europe/Berlin", "2026-10-25T00:00:00Z", 3));
    }

    [TestMethod]
    public void After_StartAndEnd_AreIncludedAndNothingOutsideThem()
    {
        CronTrigger trigger = new("0 * * * *", "UTC") { Start = Time("2026-11-22T05:00:00Z"), End = Time("2026-11-22T07:00:00Z") };

        Assert.AreSequenceEqual(["2026-11-22T05:00:00Z", "2026-11-22T06:00:00Z", "2026-11-22T07:00:00Z"], Texts(Times(trigger).After(Time("2020-01-01T00:00:00Z"))));
    }

    [TestMethod]
    public void Latest_MoreThanAskedFor_IsTheNewest() =>
        Assert.AreSequenceEqual(
            ["2026-11-22T05:00:00Z", "2026-11-22T06:00:00Z"],
            Texts(Times(new CronTrigger("0 * * * *", "UTC")).Latest(Time("2026-11-22T01:00:00Z"), Time("2026-11-22T06:00:00Z"), 2)));

    /// <summary>A year of off-time with a start every second is answered at once.</summary>
    [TestMethod]
    public void Latest_VeryManyPassed_LooksAtNoMoreThanAskedFor() =>
        Assert.HasCount(3, Times(new CronTrigger("* * * * * *", "Europe/Berlin")).Latest(DateTimeOffset.MinValue, Time("2026-11-22T06:00:00Z"), 3));

    /// <summary>Whatever the stretch, it has the times that a schedule which is never off has in it.</summary>
    [TestMethod]
    [DataRow("30 2 * * *", "Europe/Berlin")]
    [DataRow("*/20 * * * *", "Europe/Berlin")]
    [DataRow("15,45 1,2,3 * * *", "America/New_York")]
    [DataRow("*/10 1-3 * * *", "Australia/Lord_Howe")]
    [DataRow("0 0 * * *", "America/Santiago")]
    public void Latest_StretchesOverAYear_HaveTheTimesThatComeForward(string cron, string zone)
    {
        CronTimes times = Times(new CronTrigger(cron, zone));
        DateTimeOffset begin = Time("2026-01-01T00:00:00Z");
        DateTimeOffset end = Time("2027-01-01T00:00:00Z");
        DateTimeOffset[] all = [.. times.After(begin).TakeWhile(time => time <= end)];

        Assert.IsTrue(all.SequenceEqual(times.Latest(begin, end, int.MaxValue)));
        for (DateTimeOffset from = begin; from < end; from += TimeSpan.FromHours(7))
        {
            DateTimeOffset to = from.AddHours(11);
            Assert.IsTrue(all.Where(time => time > from && time <= to).TakeLast(4).SequenceEqual(times.Latest(from, to < end ? to : end, 4)), $"{from:O}");
        }
    }

    [TestMethod]
    [DataRow("", "The given cron expression has an invalid format")]
    [DataRow("every day", "is no cron expression")]
    [DataRow("0 2 * *", "is no cron expression")]
    [DataRow("61 * * * *", "between 0 and 59")]
    [DataRow("0 0 2 * * * *", "is no cron expression")]
    [DataRow("H 2 * * *", "set a jitter")]
    public void Of_NoCronExpression_SaysSoAndHowToWriteOne(string cron, string told)
    {
        CronException error = Assert.ThrowsExactly<CronException>(() => Times(new CronTrigger(cron, "UTC")));

        StringAssert.Contains(error.Message, $"'{cron}' is no cron expression: ");
        StringAssert.Contains(error.Message, told);
        StringAssert.Contains(error.Message, "as in '30 2 * * *'");
    }

    [TestMethod]
    public void Next_ADayThatNeverComes_IsNone() => Assert.IsNull(Times(new CronTrigger("0 0 30 2 *", "UTC")).Next(Time("2026-11-22T00:00:00Z")));

    internal static CronTimes Times(CronTrigger trigger) => CronTimes.Of(trigger, TimeZoneInfo.FindSystemTimeZoneById(trigger.TimeZone));

    internal static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    internal static string[] Texts(IEnumerable<DateTimeOffset> times) => [.. times.Select(time => time.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture).Replace("+00:00", "Z", StringComparison.Ordinal))];

    private static string[] After(string cron, string zone, string after, int count) => Texts(Times(new CronTrigger(cron, zone)).After(Time(after)).Take(count));
}
