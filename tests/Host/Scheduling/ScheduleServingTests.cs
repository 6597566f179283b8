using Tapir.DurableTask.Client;
using Tapir.Host.Scheduling;
using Tapir.Host.State;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Tests.Scheduling;

[TestClass]
public sealed class ScheduleServingTests
{
    /// <summary>The night of each change, with the machine on and with it off from the day before to the day after.</summary>
    [TestMethod]
    [DataRow("2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    [DataRow("2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    public async Task StartAsync_OverAClockChange_StartsOnceThatNightWhetherOnOrOff(string before, string during, string after)
    {
        await using ServedSchedules on = new(before);
        await on.SwitchOnAsync(ServedSchedules.Nightly());
        await on.UntilNextIsAsync("nightly", during);
        on.MoveTo(during);
        await on.UntilNextIsAsync("nightly", after);
        await using ServedSchedules off = new(before);
        await off.SwitchOnAsync(ServedSchedules.Nightly());
        await off.UntilNextIsAsync("nightly", during);

        await off.SwitchOffAsync();
        off.MoveTo(during[..11] + "18:00:00Z");
        await off.SwitchOnAsync(ServedSchedules.Nightly());
        await off.UntilNextIsAsync("nightly", after);

        Assert.AreSequenceEqual([$"schedule:nightly/{during}"], on.Started);
        Assert.AreSequenceEqual([$"schedule:nightly/{during}"], off.Started);
    }

    [TestMethod]
    public async Task StartAsync_OffForNights_MakesUpForThemInOrderAndGoesOn()
    {
        await using ServedSchedules served = new("2026-11-20T12:00:00Z");
        await served.SwitchOnAsync(ServedSchedules.Nightly());
        await served.UntilNextIsAsync("nightly", "2026-11-21T01:30:00Z");
        await served.SwitchOffAsync();

        served.MoveTo("2026-11-23T12:00:00Z");
        await served.SwitchOnAsync(ServedSchedules.Nightly());
        await served.UntilNextIsAsync("nightly", "2026-11-24T01:30:00Z");

        Assert.AreSequenceEqual(
            ["schedule:nightly/2026-11-21T01:30:00Z", "schedule:nightly/2026-11-22T01:30:00Z", "schedule:nightly/2026-11-23T01:30:00Z"], served.Started);
        // Each was cancelled for the next, in line as it was.
        OrchestrationMetadata? first = await served.Engine.Client.GetInstanceAsync("mine-1");
        Assert.AreEqual(OrchestrationRuntimeStatus.Terminated, await EndOfAsync(served, first!.InstanceId));
        Assert.IsNull(await served.Engine.Client.GetInstanceAsync("mine-3"));
    }

    [TestMethod]
    public async Task StartAsync_SettingsChanged_TheScheduleIsAsTheyAreNow()
    {
        await using ServedSchedules served = new("2026-11-20T12:00:00Z");
        await served.SwitchOnAsync(ServedSchedules.Nightly());
        await served.UntilNextIsAsync("nightly", "2026-11-21T01:30:00Z");
        await served.SwitchOffAsync();

        await served.SwitchOnAsync(ServedSchedules.Nightly("0 4 * * *"));
        await served.UntilNextIsAsync("nightly", "2026-11-21T03:00:00Z");

        Assert.AreEqual("0 4 * * *", ((CronTrigger)(await served.Book.GetAsync("nightly", CancellationToken.None)).Definition.Trigger).Cron);
        Assert.IsEmpty(served.Started);
    }

    [TestMethod]
    public async Task StartAsync_SettingsUnchanged_LeavesItPaused()
    {
        await using ServedSchedules served = new("2026-11-20T12:00:00Z");
        await served.SwitchOnAsync(ServedSchedules.Nightly());
        await served.Book.TellAsync("nightly", new PauseSchedule(), CancellationToken.None);
        await served.UntilAsync("nightly", entry => entry!.Status.IsPaused, "It was never paused");
        await served.SwitchOffAsync();

        served.MoveTo("2026-11-23T12:00:00Z");
        await served.SwitchOnAsync(ServedSchedules.Nightly());

        Assert.IsTrue((await served.Book.GetAsync("nightly", CancellationToken.None)).Status.IsPaused);
        Assert.IsEmpty(served.Started);
    }

    [TestMethod]
    public async Task StartAsync_GoneFromTheSettings_IsRemovedAndOthersStay()
    {
        await using ServedSchedules served = new("2026-11-20T12:00:00Z");
        await served.SwitchOnAsync(ServedSchedules.Nightly());
        await served.Book.AddAsync(ServedSchedules.Nightly() with { Name = "by-hand", Source = ScheduleSource.Command }, CancellationToken.None);
        await served.SwitchOffAsync();

        await served.SwitchOnAsync();
        await served.UntilAsync("nightly", entry => entry is null, "It was never removed");
        await served.SwitchOffAsync();
        await served.SwitchOnAsync(ServedSchedules.Nightly());

        Assert.AreSequenceEqual(["by-hand", "nightly"], (await served.Book.ListAsync(CancellationToken.None)).Select(entry => entry.Name).ToArray());
    }

    [TestMethod]
    public async Task StartAsync_NameIsTakenByCommand_SaysSo()
    {
        await using ServedSchedules served = new("2026-11-20T12:00:00Z");
        await served.SwitchOnAsync();
        await served.Book.AddAsync(ServedSchedules.Nightly() with { Source = ScheduleSource.Command }, CancellationToken.None);
        await served.SwitchOffAsync();

        StateException error = await Assert.ThrowsExactlyAsync<StateException>(() => served.SwitchOnAsync(ServedSchedules.Nightly()));

        StringAssert.Contains(error.Message, "`tapir schedule remove nightly`");
    }

    [TestMethod]
    public async Task ReviveAsync_KilledBeforeItGoesOn_IsNotLost()
    {
        await using ServedSchedules served = new("2026-11-20T12:00:00Z");
        await served.SwitchOnAsync();
        await served.Book.AddAsync(ServedSchedules.Nightly("0 4 * * *") with { Source = ScheduleSource.Command }, CancellationToken.None);
        await served.Engine.Client.RaiseEventAsync(ScheduleInstances.IdOf("nightly"), ScheduleInstances.CommandEvent, "no command");
        await served.UntilAsync("nightly", entry => entry?.Failure is not null, "It never failed");
        ScheduleEntry failed = await served.Book.GetAsync("nightly", CancellationToken.None);

        await using (KilledBeforeStarts killed = new(served.Engine.Client))
        {
            await Assert.ThrowsExactlyAsync<OperationCanceledException>(() => new ScheduleBook(killed, TimeProvider.System).ReviveAsync(failed, CancellationToken.None));
        }

        Assert.IsNotNull((await served.Book.GetAsync("nightly", CancellationToken.None)).Failure);
        await served.Book.ReviveAsync(failed, CancellationToken.None);
        ScheduleEntry again = await served.Book.GetAsync("nightly", CancellationToken.None);
        Assert.AreEqual((null, "0 4 * * *"), (again.Failure, ((CronTrigger)again.Definition.Trigger).Cron));
        // Another process may have been first.
        await served.Book.ReviveAsync(failed, CancellationToken.None);
    }

    private static async Task<OrchestrationRuntimeStatus> EndOfAsync(ServedSchedules served, string run)
    {
        // Nobody works on runs here, so the cancelled one ends when somebody does.
        await served.Engine.Work.StartWorkerAsync(Tapir.Host.Engine.WorkerOffer.Runs, CancellationToken.None);
        return (await served.Engine.Client.WaitForInstanceCompletionAsync(run)).RuntimeStatus;
    }
}
