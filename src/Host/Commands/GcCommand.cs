using System.CommandLine;
using System.Globalization;
using Tapir.Artifacts;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class GcCommand
{
    public static Command Create()
    {
        Option<bool> delete = new("--delete") { Description = "Remove what was found; without it, it is only listed." };
        Option<string> state = CommonOptions.State();
        Command command = new("gc", "Find artifacts that no run refers to, such as what was made on the way to what finished runs made.\n\nExample: tapir gc --delete") { delete, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            bool remove = arguments.GetValue(delete);
            if (remove && HostSettingsFile.Load().Tapir.Artifacts.Store == ArtifactStoreKind.Blob)
            {
                // What other machines keep in the container cannot be told from here.
                throw new StateException("`gc --delete` does not remove from a blob store yet: another state folder, or a backup, may need what this one does not. Without --delete it is listed.");
            }

            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, remove ? EngineAccess.Sweep : EngineAccess.Own, cancellation);
            // Before it is decided what is needed: what is written from then on stays.
            DateTimeOffset begun = TimeProvider.System.GetUtcNow();
            HashSet<ArtifactRef> keep = await KeptArtifacts.OfAsync(engine, cancellation);
            SweepPlan plan = await engine.Artifacts.PlanSweepAsync(keep, begun, cancellation);
            if (remove)
            {
                await engine.Artifacts.SweepAsync(plan, cancellation);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{plan.Remove.Count:#,0} artifacts ({plan.RemoveBytes / 1048576.0:0.0} MiB) {(remove ? "removed" : "could be removed with --delete")}, {plan.KeptCount:#,0} ({plan.KeptBytes / 1048576.0:0.0} MiB) kept."));
            return ExitCodes.Done;
        });
        return command;
    }
}
