using System.CommandLine;
using Tapir.DurableTask.Protobuf;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class HistoryCommand
{
    public static Command Create()
    {
        Argument<string> run = CommandOptions.Run();
        Option<string> state = CommandOptions.State();
        Command command = new(
            "history",
            "Write the histories of a run and its rounds to standard output, as one JSON document that `OrchestrationReplay` replays against other code. It holds the spec and what the steps were given.\n\nExample: tapir history quickstart-1 > quickstart-1.json")
        {
            run, state,
        };
        command.SetGuardedLook(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            List<RecordedHistory> histories = [];
            foreach (OrchestrationMetadata instance in await new RunFamily(engine.Client, record.Id).InstancesAsync(cancellation))
            {
                histories.Add(new RecordedHistory(instance.InstanceId, await engine.Histories.ReadAsync(instance.InstanceId, cancellation)));
            }

            if (histories.Count == 0)
            {
                throw new StateException($"{record.Id} has no history: it was never started, or was removed from the hub.");
            }

            RecordedHistory.Write(Console.Out, histories);
            return ExitCodes.Done;
        });
        return command;
    }
}
