using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

/// <summary>pause, resume and cancel: they change the run in the hub, whoever works on it.</summary>
internal static class ControlCommands
{
    public static Command CreatePause() => Create(
        "pause",
        "Let a run stop before its next step; what is under way finishes.",
        async (engine, run, cancellation) =>
        {
            await new RunFamily(engine.Client, run.Id).SuspendAsync("tapir pause", cancellation);
            return $"{run.Id} pauses; `tapir resume {run.Id}` lets it go on.";
        });

    public static Command CreateResume() => Create(
        "resume",
        "Let a paused run go on, after what paused it has been mended.",
        async (engine, run, cancellation) =>
        {
            await new RunFamily(engine.Client, run.Id).ResumeAsync("tapir resume", cancellation);
            await engine.ContinueAsync(run.Id, cancellation);
            return engine.OwnsHub ? $"{run.Id} may go on; no process works on it now: `tapir run` with its spec does." : $"{run.Id} goes on.";
        });

    public static Command CreateCancel() => Create(
        "cancel",
        "End a run now. Its artifacts, results and the ledger stay: `tapir run` with the same spec begins it again and finds there what was done.",
        async (engine, run, cancellation) =>
        {
            await engine.Client.TerminateInstanceAsync(run.Id, new TerminateInstanceOptions(Output: "cancelled", Recursive: true), cancellation);
            return $"{run.Id} is cancelled.";
        });

    private static Command Create(string name, string description, Func<TapirEngine, RunRecord, CancellationToken, Task<string>> change)
    {
        Argument<string> run = CommonOptions.Run();
        Option<string> state = CommonOptions.State();
        Command command = new(name, $"{description}\n\nExample: tapir {name} quickstart-1") { run, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            OrchestrationMetadata? instance = await engine.Client.GetInstanceAsync(record.Id, cancellation);
            if (instance is null || instance.IsCompleted)
            {
                throw new StateException($"{record.Id} is not running: its status is {instance?.RuntimeStatus.ToString() ?? "not started"}.");
            }

            Console.WriteLine(await change(engine, record, cancellation));
            return ExitCodes.Done;
        });
        return command;
    }
}
