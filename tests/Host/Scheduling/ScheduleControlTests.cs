using Tapir.Host.Scheduling;
using Tapir.Orchestrations.Scheduling;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Scheduling;

[TestClass]
public sealed class ScheduleControlTests
{
    [TestMethod]
    public async Task Change_ScheduleOfTheSettings_MayBePausedAndNothingElse()
    {
        await using ServedSchedules served = new("2026-11-20T12:00:00Z");
        await served.SwitchOnAsync(ServedSchedules.Nightly());
        ScheduleControl control = new(served.Engine, TimeProvider.System);

        ScheduleStateException put = await Assert.ThrowsExactlyAsync<ScheduleStateException>(() => control.PutAsync(ServedSchedules.Nightly("0 4 * * *"), CancellationToken.None));
        await Assert.ThrowsExactlyAsync<ScheduleStateException>(() => control.RemoveAsync("nightly", CancellationToken.None));

        StringAssert.Contains(put.Message, "nightly comes from host.json");
        Assert.AreEqual("paused", (await control.PauseAsync("nightly", CancellationToken.None)).Schedule.Status);
        Assert.AreEqual("30 2 * * *", (await control.ReadAsync("nightly", CancellationToken.None)).Cron);
    }

    /// <summary>It was made when the operator's lists were longer.</summary>
    [TestMethod]
    public async Task RunNow_SpecNamesWhatIsNotListedAnyMore_StartsNothingAndSaysWhy()
    {
        await using ServedSchedules served = new("2026-11-20T12:00:00Z");
        await served.SwitchOnAsync();
        ScheduleControl control = new(served.Engine, TimeProvider.System);
        await control.PutAsync(
            ServedSchedules.Nightly() with
            {
                Source = ScheduleSource.Command,
                Spec = new RunSpec { Name = "mine", Teacher = new TeacherSpec { Kind = TeacherKind.OpenAI, Model = "m", Url = "http://10.1.2.3/v1" } },
            },
            CancellationToken.None);

        StartedBySchedule started = await control.RunNowAsync("nightly", requestKey: null, CancellationToken.None);

        Assert.IsTrue(started.IsRefused);
        StringAssert.Contains(started.Attempt!.Describe(), "not started: 'http://10.1.2.3/v1' is in a private network or on this machine");
        Assert.IsEmpty(served.Engine.Runs.List());
    }

    [TestMethod]
    public async Task RunNow_OverlapIsQueue_WaitsAndIsNotRefused()
    {
        await using ServedSchedules served = new("2026-11-20T12:00:00Z");
        await served.SwitchOnAsync();
        ScheduleControl control = new(served.Engine, TimeProvider.System);
        await control.PutAsync(ServedSchedules.Nightly() with { Source = ScheduleSource.Command, Overlap = OverlapPolicy.Queue }, CancellationToken.None);

        StartedBySchedule first = await control.RunNowAsync("nightly", "one", CancellationToken.None);
        StartedBySchedule second = await control.RunNowAsync("nightly", "two", CancellationToken.None);

        Assert.AreEqual("mine-1", first.Run);
        Assert.AreEqual((null, false), (second.Run, second.IsRefused));
        Assert.AreEqual(1, (await control.ReadAsync("nightly", CancellationToken.None)).Waiting);
    }

    [TestMethod]
    public async Task Remove_NobodyWorksOnSchedules_IsHeededWhenSomebodyDoes()
    {
        await using ServedSchedules served = new("2026-11-20T12:00:00Z");
        await served.SwitchOnAsync();
        await served.Book.AddAsync(ServedSchedules.Nightly() with { Source = ScheduleSource.Command }, CancellationToken.None);
        await served.SwitchOffAsync();
        await served.SwitchOnWithoutWorkerAsync();

        Assert.IsFalse(await new ScheduleControl(served.Engine, TimeProvider.System).RemoveAsync("nightly", CancellationToken.None));

        await served.SwitchOffAsync();
        await served.SwitchOnAsync();
        await served.UntilAsync("nightly", entry => entry is null, "It was never removed");
    }
}
