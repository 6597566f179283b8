using System.CommandLine;
using System.Globalization;
using Tapir.Artifacts;
using Tapir.Host.Engine;
using Tapir.Host.Holding;
using Tapir.Host.Specs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class GcCommand
{
    public static Command Create()
    {
        Option<bool> delete = new("--delete") { Description = "Remove what was found; without it, it is only listed." };
        Option<TimeSpan> grace = Grace();
        Option<string[]> forget = new("--forget") { Description = "In a blob store, keep nothing more for a state folder that is no more, by the id that gc shows; with --delete.", HelpName = "ID" };
        Option<string> state = CommandOptions.State();
        Command command = new(
            "gc",
            "Find artifacts that no run refers to, such as what was made on the way to what finished runs made. In a blob store, what other state folders and backups need stays.\n\nExample: tapir gc --delete")
        {
            delete, grace, forget, state,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(forget) is { Length: > 0 } && !result.GetValue(delete))
            {
                result.AddError("--forget needs --delete: what a state folder needs is not kept any more from then on.");
            }
        });
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            bool remove = arguments.GetValue(delete);
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, remove ? EngineAccess.Sweep : EngineAccess.Own, cancellation);
            SweepPlan plan = engine.Artifacts is BlobArtifactStore shared
                ? await PlanAsync(engine, shared, arguments.GetValue(grace), arguments.GetValue(forget) ?? [], cancellation)
                : await PlanAsync(engine, cancellation);
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

    private static Option<TimeSpan> Grace() => new("--grace")
    {
        Description = "In a blob store, leave what was written or used within this time, 15m at least.",
        HelpName = "TIME",
        DefaultValueFactory = _ => TimeSpan.FromHours(1),
        CustomParser = given =>
        {
            if (!Duration.TryParse(given.Tokens.Single().Value, out TimeSpan time) || time < StoreNeeds.LeastGrace)
            {
                given.AddError($"--grace is a time such as 15m, 24h or 7d, and {Duration.Write(StoreNeeds.LeastGrace)} at least: others may rely on what they found there a moment ago.");
            }

            return time;
        },
    };

    private static async Task<SweepPlan> PlanAsync(TapirEngine engine, CancellationToken cancellation)
    {
        // Before it is decided what is needed: what is written from then on stays.
        DateTimeOffset begun = TimeProvider.System.GetUtcNow();
        return await engine.Artifacts.PlanSweepAsync(await KeptArtifacts.OfAsync(engine, cancellation), begun, cancellation);
    }

    // What this state folder needs it has said itself when it was opened.
    private static async Task<SweepPlan> PlanAsync(TapirEngine engine, BlobArtifactStore shared, TimeSpan grace, IReadOnlyList<string> forget, CancellationToken cancellation)
    {
        foreach (string gone in forget)
        {
            if (!await shared.Holders.TryForgetAsync(gone, cancellation))
            {
                throw new StateException($"There is no state folder '{gone}' in the artifact store, or a process works on it. Nothing was removed.");
            }
        }

        StoreNeeds needs = await StoreNeeds.OfAsync(shared, grace, cancellation);
        string own = StateId.Of(engine.State);
        foreach (HolderEntry other in needs.Holders.Where(entry => entry.Holder.Id != own))
        {
            await Console.Error.WriteLineAsync(HolderText.Of(other));
        }

        return await shared.PlanSweepAsync(needs.Keep, needs.WrittenBefore, cancellation);
    }
}
