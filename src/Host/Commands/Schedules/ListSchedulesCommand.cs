using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.Scheduling;
using Tapir.Host.State;

namespace Tapir.Host.Commands.Schedules;

internal static class ListSchedulesCommand
{
    public static Command Create()
    {
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new("list", "List the schedules: by the clock with their next five starts, by files with what was seen last.\n\nExample: tapir schedule list --json") { state, json };
        command.SetGuardedLook(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            ScheduleDocument[] schedules = [.. (await new ScheduleBook(engine.Client, TimeProvider.System).ListAsync(cancellation)).Select(entry => ScheduleDocument.Of(entry, now))];
            if (arguments.GetValue(json))
            {
                Console.WriteLine(ResultJson.Of(schedules));
                return ExitCodes.Done;
            }

            if (schedules.Length == 0)
            {
                Console.WriteLine("There are no schedules; `tapir schedule add` makes one.");
            }

            foreach (ScheduleDocument schedule in schedules)
            {
                ScheduleText.Write(schedule, asJson: false);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
