using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.Reviewing;
using Tapir.Host.Runs;
using Tapir.Host.State;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Commands;

internal static class ReviewCommand
{
    private const string Approve = "approve";
    private const string Reject = "reject";

    public static Command Create()
    {
        Argument<string> run = CommandOptions.Run();
        Argument<string?> verdict = new("VERDICT") { Description = "approve: the run goes on. reject: it ends here as failed. Left out, the sample is shown.", Arity = ArgumentArity.ZeroOrOne };
        verdict.AcceptOnlyFromAmong(Approve, Reject);
        Option<string?> note = new("--note") { Description = "Why; it is kept in the report.", HelpName = "TEXT" };
        Option<string> by = new("--by") { Description = "Who decides; the name of the user where left out.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new("review", "Show what of a run waits for a review, or answer it.\n\nExample: tapir review quickstart-1 reject --note \"too easy\"") { run, verdict, note, by, state, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            ReviewDesk desk = new(engine);
            if (arguments.GetValue(verdict) is { } word)
            {
                ReviewVerdict said = word == Approve ? ReviewVerdict.Approve : ReviewVerdict.Reject;
                PendingReview answered = await desk.AnswerAsync(record, said, arguments.GetValue(note), arguments.GetRequiredValue(by), cancellation);
                Console.WriteLine($"The {answered.What} is {(said == ReviewVerdict.Approve ? "approved" : "rejected")}.{(engine.OwnsHub ? $" No process works on {record.Id} now: `tapir run` with its spec does." : "")}");
                return ExitCodes.Done;
            }

            ReviewDocument document = await desk.ReadAsync(record, cancellation);
            if (arguments.GetValue(json))
            {
                Console.WriteLine(ResultJson.Of(document));
            }
            else
            {
                ReviewText.Write(document, Console.Out);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
