using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.State;

namespace Tapir.Host.Commands.Hub;

internal static class HubRetryCommand
{
    public static Command Create()
    {
        Argument<string[]> items = new("ITEM") { Description = "Id of a parked item, as `tapir hub parked` shows it; several may be named.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> all = new("--all") { Description = "Every parked item." };
        Option<string> state = CommandOptions.State();
        Command command = new("retry", "Put parked work back in line, with its count of deliveries at zero. What is done and paid for is not done again.\n\nExample: tapir hub retry a1f") { items, all, state };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(items) is { Length: > 0 })
            {
                result.AddError("Name the items to put back in line, or say --all; `tapir hub parked` lists them.");
            }
        });
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            string[] ids = arguments.GetValue(all)
                ? [.. (await engine.HubOperations.ListParkedAsync(cancellation)).Select(item => item.Id)]
                : [.. arguments.GetValue(items)!.Distinct(StringComparer.Ordinal)];
            IReadOnlyList<string> unknown = await engine.HubOperations.RetryParkedAsync(ids, cancellation);
            Console.WriteLine(ids.Length - unknown.Count == 1 ? "1 item is in line again." : $"{ids.Length - unknown.Count} items are in line again.");
            return unknown.Count == 0
                ? ExitCodes.Done
                : throw new StateException($"No parked item is called {string.Join(", ", unknown.Select(id => $"'{id}'"))}; `tapir hub parked` lists them.");
        });
        return command;
    }
}
