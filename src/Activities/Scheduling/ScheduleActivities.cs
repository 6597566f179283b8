using Microsoft.Extensions.Logging;
using Tapir.Activities.Scheduling.Watching;
using Tapir.Datasets;
using Tapir.Functions;
using Tapir.Orchestrations.Scheduling;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Scheduling;

/// <summary>Implements <see cref="ScheduleFunctions"/>.</summary>
internal sealed class ScheduleActivities(ActivityRooms rooms)
{
    private readonly IRunStarts runs = rooms.RunStarts;
    private readonly DataWatch watch = new(rooms.Artifacts, rooms.Scratch, rooms.OpenPlace, rooms.Loggers.CreateLogger<DataWatch>());

    public void AddTo(FunctionCatalog catalog) => catalog
        .Add(ScheduleFunctions.LookAtClock, LookAtClock)
        .Add(ScheduleFunctions.LookAtData, (context, input) => watch.LookAsync(input, context.Cancellation))
        .Add(ScheduleFunctions.StartRun, StartRunAsync);

    private static Task<Look> LookAtClock(FunctionContext context, LookAtClock input) => Task.FromResult(
        CronLook.At(CronTimes.Of(input.Trigger, TimeZones.Find(input.Trigger.TimeZone)), input.Trigger, input.Schedule, input.Cursor, input.Now));

    private async Task<StartOutcome> StartRunAsync(FunctionContext context, StartScheduledRun input)
    {
        // First of all: a start that was made and is asked for again must not find its own run open, nor cancel the one after it.
        if (runs.Find(input.RequestKey) is { } started)
        {
            return new RunStarted(started);
        }

        if (input.Previous is { } previous && await runs.IsOpenAsync(previous, context.Cancellation))
        {
            if (input.Overlap != OverlapPolicy.Cancel)
            {
                return new PreviousRunOpen(previous);
            }

            await runs.CancelAsync(previous, $"cancelled for {input.RequestKey}", context.Cancellation);
        }

        try
        {
            return new RunStarted(await runs.RecordAsync(SpecOf(input), input.Seed?.Content, input.RequestKey, context.Cancellation));
        }
        catch (Exception unusable) when (unusable is DatasetException or RunRefusedException)
        {
            return new StartRefused(unusable.Message);
        }
    }

    private static RunSpec SpecOf(StartScheduledRun input) =>
        input.Seed is { } set ? input.Spec with { Seed = input.Spec.Seed with { Path = set.Name } } : input.Spec;
}
