using Tapir.Orchestrations.Scheduling;

namespace Tapir.Orchestrations.Tests.Scheduling;

[TestClass]
public sealed class StartDelayTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Another build of Tapir that goes on with a schedule must wait as long as the one before would have.</summary>
    [TestMethod]
    public void Of_KnownStart_IsWhatItWas() => Assert.AreEqual(TimeSpan.FromMilliseconds(447_833), StartDelay.Of("nightly", DateTimeOffset.UnixEpoch, Limit));

    [TestMethod]
    public void Of_ManyStarts_AreSpreadBelowTheLimit()
    {
        TimeSpan[] delays = [.. Enumerable.Range(0, 500).Select(day => StartDelay.Of("nightly", DateTimeOffset.UnixEpoch.AddDays(day), Limit))];

        Assert.IsTrue(delays.All(delay => delay >= TimeSpan.Zero && delay < Limit));
        Assert.IsTrue(Enumerable.Range(0, 10).All(minute => delays.Count(delay => (int)delay.TotalMinutes == minute) is > 25 and < 85), "They are not spread evenly.");
    }

    [TestMethod]
    public void Of_OtherNameAtTheSameTime_IsAnotherDelay() =>
        Assert.AreNotEqual(StartDelay.Of("nightly", DateTimeOffset.UnixEpoch, Limit), StartDelay.Of("nightly-2", DateTimeOffset.UnixEpoch, Limit));

    [TestMethod]
    public void Of_SameMomentInAnotherZone_IsTheSameDelay() =>
        Assert.AreEqual(
            StartDelay.Of("nightly", DateTimeOffset.UnixEpoch, Limit), StartDelay.Of("nightly", DateTimeOffset.UnixEpoch.ToOffset(TimeSpan.FromHours(5)), Limit));

    [TestMethod]
    public void Of_NoJitter_IsNone() => Assert.AreEqual(TimeSpan.Zero, StartDelay.Of("nightly", DateTimeOffset.UnixEpoch, TimeSpan.Zero));
}
