using Microsoft.Extensions.Time.Testing;
using Tapir.Host.Engine;
using Tapir.Host.Scheduling;
using Tapir.Host.State;
using Tapir.Orchestrations.Scheduling;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Scheduling;

/// <summary>A process that works on schedules, with the real hub, worker and records of runs, on a clock that the test moves; it can be switched off and on.</summary>
internal sealed class ServedSchedules : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();
    private TapirEngine? engine;

    public ServedSchedules(string now) => Clock = new FakeTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

    public FakeTimeProvider Clock { get; }

    public TapirEngine Engine => engine!;

    public ScheduleBook Book => new(Engine.Client, TimeProvider.System);

    /// <value>What was started, as the keys of the requests.</value>
    public string[] Started => [.. Engine.Runs.List().Select(run => run.RequestKey!)];

    public async Task SwitchOnAsync(params ScheduleDefinition[] settings)
    {
        engine = await TapirEngine.OpenAsync(StateFolder.Open(folder.File("state")), EngineAccess.Own, CancellationToken.None, Clock);
        await ScheduleServing.StartAsync(engine, settings, CancellationToken.None);
        // The hub takes what is overdue after a moment, which on this clock does not pass by itself.
        Clock.Advance(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>A process that has the hub and works on nothing.</summary>
    public async Task SwitchOnWithoutWorkerAsync() =>
        engine = await TapirEngine.OpenAsync(StateFolder.Open(folder.File("state")), EngineAccess.Own, CancellationToken.None, Clock);

    public async Task SwitchOffAsync()
    {
        await Engine.DisposeAsync();
        engine = null;
    }

    public void MoveTo(string time) => Clock.SetUtcNow(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    public async Task UntilAsync(string schedule, Func<ScheduleEntry?, bool> isSo, string what) =>
        Assert.IsTrue(await Book.WaitUntilAsync(schedule, isSo, Patience, CancellationToken.None), $"{what}; it is {await Book.TryGetAsync(schedule, CancellationToken.None)}");

    /// <summary>Waits until the schedule has looked at everything up to a time.</summary>
    public Task UntilNextIsAsync(string schedule, string time) => UntilAsync(
        schedule, entry => entry!.Status is { Waiting: 0, Upcoming: [{ } next, ..] } && next == DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), $"It never waited for {time}");

    public static ScheduleDefinition Nightly(string cron = "30 2 * * *") =>
        new("nightly", new RunSpec { Name = "mine" }, new CronTrigger(cron, "Europe/Berlin") { Missed = MissedPolicy.All }) { Overlap = OverlapPolicy.Cancel, Source = ScheduleSource.Settings };

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        folder.Dispose();
    }
}
