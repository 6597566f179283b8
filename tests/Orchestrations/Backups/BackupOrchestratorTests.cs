using Tapir.Orchestrations.Backups;
using Tapir.Orchestrations.Scheduling;
using static Tapir.Orchestrations.Tests.Scheduling.CronTimesTests;

namespace Tapir.Orchestrations.Tests.Backups;

[TestClass]
public sealed class BackupOrchestratorTests
{
    private static readonly BackupPlan Nightly = new(new CronTrigger("0 3 * * *", "UTC"), Keep: 7);

    private readonly ReplayedInstance instance = new(
        new BackupOrchestrator(), new BackupState("f", Nightly, Time("2026-11-22T00:00:00Z")), BackupInstances.IdOf("f"), Time("2026-11-22T00:00:00Z"));

    private readonly List<string> taken = [];

    private Exception? fault;

    private BackupState Status => instance.StatusAs<BackupState>();

    [TestMethod]
    public void RunAsync_TimesCome_TakesOneAtEach()
    {
        Answer();

        PassTo("2026-11-24T12:00:00Z");

        Assert.AreSequenceEqual(["2026-11-22T03:00:00Z keep 7", "2026-11-23T03:00:00Z keep 7", "2026-11-24T03:00:00Z keep 7"], taken.ToArray());
        Assert.AreEqual(Time("2026-11-24T03:00:00Z"), Status.LastGood!.At);
        Assert.AreSequenceEqual(["2026-11-25T03:00:00Z"], Texts(instance.Timers));
    }

    [TestMethod]
    public void RunAsync_NothingWorkedForNights_MakesUpForThemWithOne()
    {
        Answer();

        instance.WakeAt<SetBackupPlan>(Time("2026-11-25T12:00:00Z"), BackupInstances.PlanEvent);
        Answer();

        Assert.AreSequenceEqual(["2026-11-25T03:00:00Z keep 7"], taken.ToArray());
    }

    [TestMethod]
    public void RunAsync_PlaceIsAway_SaysWhyAndTriesAgainUntilItIsBack()
    {
        Answer();
        fault = new InvalidOperationException("The disk is full.");

        PassTo("2026-11-22T03:15:00Z");
        Assert.AreEqual("The disk is full.", Status.Problem);
        Assert.IsNull(Status.LastGood);
        fault = null;
        PassTo("2026-11-22T03:20:00Z");

        Assert.AreSequenceEqual(["2026-11-22T03:00:00Z keep 7"], taken.ToArray());
        Assert.IsNull(Status.Problem);
        Assert.AreSequenceEqual(["2026-11-23T03:00:00Z"], Texts(instance.Timers));
    }

    [TestMethod]
    public void SetPlan_OtherTimes_AreHeldFromThenOn()
    {
        Answer();

        instance.WakeAt(Time("2026-11-22T12:00:00Z"), BackupInstances.PlanEvent, new SetBackupPlan(new BackupPlan(new CronTrigger("0 6 * * *", "UTC"), Keep: 2)));
        Answer();
        PassTo("2026-11-23T12:00:00Z");

        Assert.AreSequenceEqual(["2026-11-23T06:00:00Z keep 2"], taken.ToArray());
    }

    [TestMethod]
    public void SetPlan_SameTimes_MissesNothing()
    {
        Answer();

        instance.WakeAt(Time("2026-11-22T12:00:00Z"), BackupInstances.PlanEvent, new SetBackupPlan(Nightly with { Keep = 3 }));
        Answer();

        Assert.AreSequenceEqual(["2026-11-22T03:00:00Z keep 3"], taken.ToArray());
    }

    [TestMethod]
    public void SetPlan_None_TakesNoMoreUntilThereIsOneAgain()
    {
        Answer();

        instance.Raise(BackupInstances.PlanEvent, new SetBackupPlan(null));
        Answer();
        PassTo("2026-11-30T12:00:00Z");
        Assert.IsEmpty(taken);
        instance.Raise(BackupInstances.PlanEvent, new SetBackupPlan(Nightly));
        Answer();
        PassTo("2026-12-01T12:00:00Z");

        Assert.AreSequenceEqual(["2026-12-01T03:00:00Z keep 7"], taken.ToArray());
    }

    [TestMethod]
    [DataRow("2026-11-24T02:00:00Z", null)]
    [DataRow("2026-11-24T03:00:01Z", "the last good backup is b1, older than two of its periods: The disk is full.")]
    public void Overdue_FailedSinceTheNightBefore_IsSaidOnceTwoPeriodsHavePassed(string now, string? said)
    {
        BackupState state = new("f", Nightly, Time("2026-11-20T00:00:00Z")) { LastGood = new TakenBackup("b1", Time("2026-11-22T03:00:00Z")), Problem = "The disk is full." };

        Assert.AreEqual(said, state.Overdue(Times(Nightly.Trigger), Time(now)));
    }

    private void PassTo(string time)
    {
        while (instance.Timers.Count > 0 && instance.Timers[0] <= Time(time))
        {
            instance.PassTo(instance.Timers[0]);
            Answer();
        }

        instance.PassTo(Time(time));
    }

    private void Answer()
    {
        while (instance.Open is [{ } call, ..])
        {
            if (call.Name == "scheduling.look-at-clock")
            {
                LookAtClock asked = call.InputAs<LookAtClock>();
                instance.Complete(call, CronLook.At(Times(asked.Trigger), asked.Trigger, asked.Schedule, asked.Cursor, asked.Now));
            }
            else if (fault is not null)
            {
                instance.Fail(call, fault);
            }
            else
            {
                TakeBackup asked = call.InputAs<TakeBackup>();
                taken.Add($"{asked.Key} keep {asked.Keep}");
                instance.Complete(call, new TakenBackup($"b{taken.Count}", instance.Now));
            }
        }
    }
}
