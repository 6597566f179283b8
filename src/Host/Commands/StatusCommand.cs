using System.CommandLine;
using Spectre.Console;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class StatusCommand
{
    public static Command Create()
    {
        Argument<string?> run = CommandOptions.OptionalRun();
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new("status", "Show where a run stands and what it has spent.\n\nExample: tapir status quickstart-1 --json") { run, state, json };
        command.SetGuardedLook(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            RunDocument document = await engine.Monitor.ReadAsync(engine.Runs.Find(arguments.GetValue(run)), cancellation);
            if (arguments.GetValue(json))
            {
                Console.WriteLine(ResultJson.Of(document));
            }
            else
            {
                ResultText.Write(document, AnsiConsole.Console);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
