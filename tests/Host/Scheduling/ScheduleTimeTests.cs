using System.Globalization;
using Tapir.Host.Scheduling;

namespace Tapir.Host.Tests.Scheduling;

[TestClass]
public sealed class ScheduleTimeTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [TestMethod]
    [DataRow("2026-12-01", "2026-11-30T23:00:00Z")]
    [DataRow("2026-07-01T06:30", "2026-07-01T04:30:00Z")]
    [DataRow("2026-07-01 06:30:15", "2026-07-01T04:30:15Z")]
    [DataRow("2026-12-01T06:30Z", "2026-12-01T06:30:00Z")]
    [DataRow("2026-12-01T06:30-05:00", "2026-12-01T11:30:00Z")]
    [DataRow("2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    public void Parse_ATime_IsMeantInTheZoneUnlessItNamesAnOffset(string text, string expected) =>
        Assert.AreEqual(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), ScheduleTime.Parse(text, Berlin));

    /// <summary>People write such for no start and no end at all.</summary>
    [TestMethod]
    [DataRow("9999-12-31T23:59", "America/New_York", "9999-12-31T23:59:59.9999999Z")]
    [DataRow("9999-12-31T23:59", "Asia/Tokyo", "9999-12-31T14:59:00Z")]
    [DataRow("0001-01-01", "Asia/Tokyo", "0001-01-01T00:00:00Z")]
    [DataRow("0001-01-01", "America/New_York", "0001-01-01T04:56:02Z")]
    public void Parse_AtTheEndsOfAllTime_IsTheNearestMomentThatThereIs(string text, string zone, string expected) =>
        Assert.IsLessThan(TimeSpan.FromMinutes(5), (DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture) - ScheduleTime.Parse(text, TimeZoneInfo.FindSystemTimeZoneById(zone))).Duration());

    [TestMethod]
    [DataRow("soon", "write 2026-12-01")]
    [DataRow("01.12.2026", "write 2026-12-01")]
    [DataRow("2026-02-30", "write 2026-12-01")]
    [DataRow("2026-03-29T02:30", "does not exist in Europe/Berlin")]
    public void Parse_NoTime_SaysSo(string text, string told) =>
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => ScheduleTime.Parse(text, Berlin)).Message, told);
}
