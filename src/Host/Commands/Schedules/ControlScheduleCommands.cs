using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Scheduling;
using Tapir.Host.State;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Commands.Schedules;

/// <summary>pause, resume and remove.</summary>
internal static class ControlScheduleCommands
{
    private const string Later = "nobody works on schedules now, and the one who does next (`tapir serve`) heeds it first of all.";

    public static Command CreatePause() => Create("pause", "Let a schedule start nothing until it is resumed. Times that pass meanwhile are not missed; files that come meanwhile are new afterwards.", "paused", new PauseSchedule());

    public static Command CreateResume() => Create("resume", "Let a paused schedule go on with its next time, or with the files that are new.", "resumed", new ResumeSchedule());

    public static Command CreateRemove()
    {
        Argument<string> name = ScheduleCommands.Name();
        Option<string> state = CommandOptions.State();
        Command command = new("remove", "Remove a schedule. Runs that it has started go on.\n\nExample: tapir schedule remove nightly") { name, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            await using TapirEngine engine = await OpenAsync(arguments.GetRequiredValue(state), cancellation);
            ScheduleDesk desk = new(engine, TimeProvider.System);
            ScheduleEntry entry = await desk.Book.GetAsync(arguments.GetRequiredValue(name), cancellation);
            ScheduleRights.AssertByCommand(entry);
            bool isGone = entry.Failure is not null
                || await desk.TellAsync(entry.Name, new RemoveSchedule(), WorkerOffer.SchedulesWithoutStarts, left => left is null, cancellation);
            if (isGone)
            {
                await desk.Book.ClearAsync(entry.Name, cancellation);
            }

            Console.WriteLine(isGone ? $"{entry.Name} is removed." : $"{entry.Name} has been told to end; {Later}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Create(string verb, string description, string done, ScheduleCommand told)
    {
        Argument<string> name = ScheduleCommands.Name();
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new(verb, $"{description}\n\nExample: tapir schedule {verb} nightly") { name, state, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            await using TapirEngine engine = await OpenAsync(arguments.GetRequiredValue(state), cancellation);
            ScheduleDesk desk = new(engine, TimeProvider.System);
            ScheduleEntry before = await desk.Book.GetAsync(arguments.GetRequiredValue(name), cancellation);
            ScheduleRights.AssertAlive(before);
            bool isHeeded = await desk.TellAsync(
                before.Name, told, WorkerOffer.SchedulesWithoutStarts, entry => entry?.Status.CommandsTaken > before.Status.CommandsTaken, cancellation);
            if (arguments.GetValue(json))
            {
                ScheduleText.Write(ScheduleDocument.Of(await desk.Book.GetAsync(before.Name, cancellation), TimeProvider.System.GetUtcNow()), asJson: true);
            }
            else
            {
                Console.WriteLine(isHeeded ? $"{before.Name} is {done}." : $"{before.Name} has been told; {Later}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Task<TapirEngine> OpenAsync(string state, CancellationToken cancellation) =>
        TapirEngine.OpenAsync(StateFolder.OpenExisting(state), EngineAccess.Join, cancellation);
}
