using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class ResumeCommand
{
    public static Command Create()
    {
        Argument<string> run = CommandOptions.Run();
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new(
            "resume",
            "Let a paused run go on, after what paused it has been mended: in the process that works on its state folder, or in this one where none does, as `tapir run` with its spec would.\n\nExample: tapir resume quickstart-1")
        {
            run, state, json,
        };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            string named = arguments.GetRequiredValue(run);
            if (await ResumeElsewhereAsync(folder, named, arguments.GetValue(json), cancellation) is { } said)
            {
                Console.WriteLine(said);
                return ExitCodes.Done;
            }

            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Own, cancellation);
            return await new RunSession(engine, engine.Runs.Find(named), arguments.GetValue(json)).RunAsync(cancellation);
        });
        return command;
    }

    /// <returns>What to say; null where no other process works on the folder.</returns>
    private static async Task<string?> ResumeElsewhereAsync(StateFolder folder, string named, bool asJson, CancellationToken cancellation)
    {
        await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
        RunRecord run = await ControlCommands.FindUnfinishedAsync(engine, named, cancellation);
        if (engine.OwnsHub)
        {
            return null;
        }

        await new RunFamily(engine.Client, run.Id).ResumeAsync("tapir resume", cancellation);
        await engine.ContinueAsync(run.Id, cancellation);
        return asJson ? ResultJson.Of(await engine.Monitor.ReadAsync(run, cancellation)) : $"{run.Id} goes on.";
    }
}
