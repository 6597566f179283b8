using Microsoft.Extensions.Time.Testing;
using Tapir.Host.Serving;

namespace Tapir.Host.Tests.Serving;

[TestClass]
public sealed class RunPaceTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly RunPace pace;

    public RunPaceTests() => pace = new RunPace(clock);

    [TestMethod]
    public void TimeLeft_ATenthInTenSeconds_IsAtThatSpeed()
    {
        pace.TimeLeft("run-1", "running", 0.4);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.AreEqual(50, pace.TimeLeft("run-1", "running", 0.5)!.Value.TotalSeconds, 1e-6);
    }

    [TestMethod]
    public void TimeLeft_NothingToJudgeBy_IsNotGuessed()
    {
        Assert.IsNull(pace.TimeLeft("run-1", "running", 0.4));
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.IsNull(pace.TimeLeft("run-1", "running", 0.4));
        Assert.IsNull(pace.TimeLeft("run-1", "done", 1));
    }

    [TestMethod]
    public void TimeLeft_RunThatRested_DoesNotCountTheRest()
    {
        pace.TimeLeft("run-1", "running", 0.1);
        clock.Advance(TimeSpan.FromHours(5));
        pace.TimeLeft("run-1", "suspended", 0.2);

        Assert.IsNull(pace.TimeLeft("run-1", "running", 0.2));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.AreEqual(70, pace.TimeLeft("run-1", "running", 0.3)!.Value.TotalSeconds, 1e-6);
    }
}
