using System.CommandLine;
using Tapir.DurableTask.Protobuf.Operations;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.State;

namespace Tapir.Host.Commands.Hub;

internal static class HubParkedCommand
{
    public static Command Create()
    {
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new("parked", "List the work that is not handed out any more, with why. What was handed out too often without an answer waits for a person: see to the cause, then `tapir hub retry`. What no connected worker takes, by its version, goes on by itself when one comes that does.\n\nExample: tapir hub parked") { state, json };
        command.SetGuardedLook(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            IReadOnlyList<Parked> items = await engine.HubOperations.ListParkedAsync(cancellation);
            if (arguments.GetValue(json))
            {
                Console.WriteLine(ResultJson.Of(items.Select(ParkedItemDocument.Of)));
                return ExitCodes.Done;
            }

            foreach (Parked item in items)
            {
                Console.WriteLine($"{item.Id}  {item.Name} of {item.InstanceId}: {item.Reason}");
            }

            if (items.Count == 0)
            {
                Console.WriteLine("Nothing is parked.");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
