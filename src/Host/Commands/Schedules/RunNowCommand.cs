using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Scheduling;
using Tapir.Host.State;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Commands.Schedules;

internal static class RunNowCommand
{
    public static Command Create()
    {
        Argument<string> name = ScheduleCommands.Name();
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new(
            "run-now",
            "Start a run of a schedule now, also while it is paused. What it does on overlap holds for this start too. One that watches files starts from the set that it took last.\n\nExample: tapir schedule run-now nightly") { name, state, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            ScheduleDesk desk = new(engine, TimeProvider.System);
            ScheduleEntry before = await desk.Book.GetAsync(arguments.GetRequiredValue(name), cancellation);
            ScheduleRights.AssertAlive(before);
            string key = $"now-{Guid.CreateVersion7():N}";
            await desk.TellAsync(before.Name, new RunScheduleNow(key), WorkerOffer.Schedules, entry => AttemptOf(entry, key) is not null, cancellation);
            ScheduleEntry after = await desk.Book.GetAsync(before.Name, cancellation);
            return Show(ScheduleDocument.Of(after, TimeProvider.System.GetUtcNow()), AttemptOf(after, key), engine.OwnsHub, arguments.GetValue(json));
        });
        return command;
    }

    private static AttemptDocument? AttemptOf(ScheduleEntry? entry, string key) =>
        entry?.Status.LastAttempt is { } attempt && attempt.Occurrence.Key == key ? AttemptDocument.Of(attempt) : null;

    private static int Show(ScheduleDocument schedule, AttemptDocument? attempt, bool isAlone, bool asJson)
    {
        if (asJson)
        {
            ScheduleText.Write(schedule, asJson: true);
        }
        else if (attempt is null)
        {
            Console.WriteLine($"{schedule.Name} has been told; the run starts when a process works on schedules (`tapir serve`){(schedule.Problem is { } problem ? $". Now: {problem}" : ".")}");
        }
        else
        {
            bool waits = attempt.Outcome == "previousOpen" && schedule.Overlap == "queue";
            Console.WriteLine($"{schedule.Name}: {(waits ? $"the start waits until {attempt.Run} is over" : attempt.Describe())}.");
            if (isAlone && attempt.Outcome == "started")
            {
                Console.Error.WriteLine($"{attempt.Run} is in line; `tapir serve` works on it.");
            }
        }

        return attempt?.Outcome switch
        {
            "refused" => ExitCodes.WrongInput,
            "previousOpen" when schedule.Overlap != "queue" => ExitCodes.Failed,
            _ => ExitCodes.Done,
        };
    }
}
