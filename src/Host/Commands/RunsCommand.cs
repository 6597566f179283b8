using System.CommandLine;
using Spectre.Console;
using Tapir.Host.Engine;
using Tapir.Host.Live;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class RunsCommand
{
    public static Command Create()
    {
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new("runs", "List the runs of a state folder.\n\nExample: tapir runs") { state, json };
        command.SetGuardedLook(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            List<RunDocument> runs = [];
            foreach (RunRecord run in engine.Runs.List())
            {
                runs.Add(await engine.Monitor.ReadAsync(run, cancellation));
            }

            if (arguments.GetValue(json))
            {
                Console.WriteLine(ResultJson.Of(runs));
                return ExitCodes.Done;
            }

            Table table = new Table().Border(TableBorder.Rounded).AddColumns("run", "status", "rounds", "accuracy", "spent");
            foreach (RunDocument run in runs)
            {
                StudentFigures? last = StudentFigures.Of(run.Rounds, run.Preference) is [.., { } latest] ? latest : null;
                table.AddRow(
                    Markup.Escape(run.Run),
                    run.Status,
                    last?.Name ?? "-",
                    last is null ? "-" : Wording.Accuracy(last.Accuracy, last.Low, last.High),
                    Wording.Spent(run));
            }

            AnsiConsole.Write(table);
            return ExitCodes.Done;
        });
        return command;
    }
}
