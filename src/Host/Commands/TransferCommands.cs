using System.CommandLine;
using Tapir.Artifacts;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.State;
using Tapir.Host.Transfer;

namespace Tapir.Host.Commands;

/// <summary>push and pull: artifacts copied between a state folder and another store.</summary>
internal static class TransferCommands
{
    public static Command CreatePush()
    {
        Option<string?> to = new("--to") { Description = "A folder to copy to, another state folder perhaps, instead of the blob store of host.json.", HelpName = "DIR" };
        return Create("push", "Copy artifacts from a state folder to the blob store of host.json, or to another folder", to, TransferPlaces.ForPush);
    }

    public static Command CreatePull()
    {
        Option<string?> from = new("--from") { Description = "A folder to copy from, another state folder perhaps, instead of the blob store of host.json.", HelpName = "DIR" };
        return Create("pull", "Copy artifacts to a state folder from the blob store of host.json, or from another folder", from, TransferPlaces.ForPull);
    }

    private static Command Create(string name, string what, Option<string?> other, Func<TapirEngine, string?, TransferPlaces> placesOf)
    {
        Argument<string[]> wanted = new("WHAT") { Description = "Runs, or digests of artifacts; what the runs of the state folder need where none is named.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> all = new("--all") { Description = "Everything that lies there, whatever refers to it." };
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new(name, $"{what}. What is there is passed over, so a {name} that was cut off goes on.\n\nExample: tapir {name} quickstart-1") { wanted, other, all, state, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            TransferPlaces places = placesOf(engine, arguments.GetValue(other));
            IReadOnlyCollection<ArtifactRef> chosen = await TransferChoice.OfAsync(
                engine, places.Source, arguments.GetValue(wanted) ?? [], arguments.GetValue(all), cancellation);
            TransferNotices notices = new(Console.Error, TimeProvider.System);
            await PushedArtifacts.AnnounceAsync(folder, places.Destination, chosen, cancellation);
            TransferReport report = await places.Source.CopyAsync(places.Destination, chosen, notices, cancellation);
            Console.WriteLine(arguments.GetValue(json) ? ResultJson.Of(report) : TransferText.Of(report));
            return report.Missing.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }
}
