using System.CommandLine;
using Grpc.Core;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

/// <summary>pause and cancel: they change the run in the hub, whoever works on it.</summary>
internal static class ControlCommands
{
    public static Command CreatePause() => Create(
        "pause",
        "Let a run stop before its next step. What is under way finishes; then the `tapir run` that works on it ends with exit code 3. `tapir resume`, or the same `tapir run` command, goes on.",
        async (engine, run, cancellation) =>
        {
            await new RunFamily(engine.Client, run.Id).SuspendAsync("tapir pause", cancellation);
            return $"{run.Id} pauses; `tapir resume {run.Id}`, or the same `tapir run` command, goes on.";
        });

    public static Command CreateCancel() => Create(
        "cancel",
        "End a run now. Its artifacts, results and the ledger stay: `tapir run` with the same spec begins it again and finds there what was done.",
        async (engine, run, cancellation) =>
        {
            await engine.Client.TerminateInstanceAsync(run.Id, new TerminateInstanceOptions(Output: "cancelled", Recursive: true), cancellation);
            return $"{run.Id} is cancelled.";
        });

    /// <summary>The run that a command names, if it is not over.</summary>
    /// <exception cref="StateException">There is none, it was never started, or it is over.</exception>
    public static async Task<RunRecord> FindUnfinishedAsync(TapirEngine engine, string run, CancellationToken cancellation)
    {
        RunRecord record = engine.Runs.Find(run);
        OrchestrationMetadata? instance = await engine.Client.GetInstanceAsync(record.Id, cancellation);
        return instance is { IsCompleted: false }
            ? record
            : throw new StateException($"{record.Id} is not running: its status is {instance?.RuntimeStatus.ToString() ?? "not started"}.");
    }

    private static Command Create(string name, string description, Func<TapirEngine, RunRecord, CancellationToken, Task<string>> change)
    {
        Argument<string> run = CommandOptions.Run();
        Option<string> state = CommandOptions.State();
        Command command = new(name, $"{description}\n\nExample: tapir {name} quickstart-1") { run, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            string named = arguments.GetRequiredValue(run);
            try
            {
                Console.WriteLine(await ChangeAsync(folder, named, change, cancellation));
            }
            catch (RpcException gone) when (gone.StatusCode == StatusCode.Unavailable)
            {
                // The process that ran the sidecar has ended meanwhile, as one does whose run has paused: what is left is done in this one.
                Console.WriteLine(await ChangeAsync(folder, named, change, cancellation));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<string> ChangeAsync(StateFolder folder, string run, Func<TapirEngine, RunRecord, CancellationToken, Task<string>> change, CancellationToken cancellation)
    {
        await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
        return await change(engine, await FindUnfinishedAsync(engine, run, cancellation), cancellation);
    }
}
