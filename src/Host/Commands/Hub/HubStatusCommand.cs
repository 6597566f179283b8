using System.CommandLine;
using Spectre.Console;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.State;

namespace Tapir.Host.Commands.Hub;

internal static class HubStatusCommand
{
    public static Command Create()
    {
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new("status", "Show instances by state, what waits and since when, parked items, and the workers with what they hold.\n\nExample: tapir hub status --json") { state, json };
        command.SetGuardedLook(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            HubDocument document = HubDocument.Of(await engine.HubOperations.LookAsync(cancellation));
            if (arguments.GetValue(json))
            {
                Console.WriteLine(ResultJson.Of(document));
            }
            else
            {
                HubText.Write(document, TimeProvider.System.GetUtcNow(), AnsiConsole.Console);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
