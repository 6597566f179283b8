using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.State;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Reporting;

namespace Tapir.Host.Commands;

internal static class ReportCommand
{
    public static Command Create()
    {
        Argument<string> run = CommandOptions.Run();
        Option<string> state = CommandOptions.State();
        Command command = new("report", "Write a run's report anew, also while it goes on, and print its path.\n\nExample: tapir report quickstart-1") { run, state };
        command.SetGuardedLook(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            RunProgress progress = await engine.Monitor.ProgressAsync(record, cancellation);
            if (progress.Run is not { Seed: { } seed, Rounds.Count: > 0 })
            {
                throw new StateException($"{record.Id} has nothing to report yet; S_0 comes first.");
            }

            DistillationOutcome? outcome = progress.Root!.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? progress.Root.ReadOutputAs<DistillationOutcome>() : null;
            RunDocument now = await engine.Monitor.ReadAsync(record, cancellation);
            WrittenReport written = await engine.Work.CreateRunner().RunAsync(
                ReportFunctions.Write,
                new WriteReport(record.Spec, seed, progress.Run.Rounds, outcome?.Student, outcome is null ? now.Status : null)
                {
                    StatusReason = outcome is null ? now.Message : null,
                    Reviews = outcome is null ? progress.UnfinishedReviews : outcome.Reviews,
                    Preference = progress.Run.Preference,
                },
                record.Id);
            Console.WriteLine(Path.Combine(engine.Runs.FolderOf(record.Id), written.Page));
            return ExitCodes.Done;
        });
        return command;
    }
}
