using System.Text.Json;
using System.Text.Json.Nodes;
using Tapir.Functions;
using Tapir.Host.Engine;
using Tapir.Host.State;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling;

/// <summary>What a process does to work on schedules: makes those of <c>host.json</c> as they stand there, lets those that failed go on, and starts a worker for all.
/// Runs that they start are recorded; whoever works on the line of runs works on them.</summary>
internal static class ScheduleServing
{
    /// <param name="wanted">The schedules of <c>host.json</c>.</param>
    /// <exception cref="StateException">One of them has the name of a schedule that was made by command.</exception>
    public static async Task StartAsync(TapirEngine engine, IReadOnlyList<ScheduleDefinition> wanted, CancellationToken cancellation)
    {
        // All that is to be changed is told before anything that is due by the old is looked at.
        await ReconcileAsync(new ScheduleBook(engine.Client, engine.Clock), wanted, cancellation);
        await engine.Parked.RetryAsync(ScheduleInstances.Prefix.TrimEnd(':'), cancellation);
        await engine.Work.StartWorkerAsync(WorkerOffer.Schedules, cancellation);
    }

    private static async Task ReconcileAsync(ScheduleBook book, IReadOnlyList<ScheduleDefinition> wanted, CancellationToken cancellation)
    {
        Dictionary<string, ScheduleEntry> present = (await book.ListAsync(cancellation)).ToDictionary(entry => entry.Name);
        if (wanted.FirstOrDefault(schedule => present.GetValueOrDefault(schedule.Name)?.Definition.Source == ScheduleSource.Command) is { } taken)
        {
            throw new StateException($"host.json has a schedule '{taken.Name}', and another of this name was made by command. Rename it there, or `tapir schedule remove {taken.Name}` first.");
        }

        await book.ClearRemovedAsync(cancellation);
        foreach (ScheduleDefinition schedule in wanted)
        {
            if (!present.TryGetValue(schedule.Name, out ScheduleEntry? entry) || entry.Failure is not null || !IsSame(entry.Definition, schedule))
            {
                await book.AddOrReplaceAsync(schedule, cancellation);
            }
        }

        foreach (ScheduleEntry entry in present.Values.Where(entry => wanted.All(schedule => schedule.Name != entry.Name)))
        {
            bool isGone = entry.Definition.Source == ScheduleSource.Settings;
            Task change = (isGone, entry.Failure) switch
            {
                (true, null) => book.TellAsync(entry.Name, new RemoveSchedule(), cancellation),
                (true, _) => book.ClearAsync(entry.Name, cancellation),
                (false, null) => Task.CompletedTask,
                _ => book.ReviveAsync(entry, cancellation),
            };
            await change;
        }
    }

    /// <summary>Whether two definitions ask for the same.</summary>
    public static bool IsSame(ScheduleDefinition one, ScheduleDefinition other) =>
        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(one, FunctionJson.Options), JsonSerializer.SerializeToNode(other, FunctionJson.Options));
}
