using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Rating;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class RateCommand
{
    public static Command Create()
    {
        Argument<string> run = CommandOptions.Run();
        Option<string?> rounds = new("--rounds") { Description = "The two to compare: rounds, or a round and the teacher, as in 0,3 or 3,teacher; 3-preference is S_3 after its preference tuning. S_0 and the last student where left out.", HelpName = "A,B" };
        Option<string> rater = new("--rater") { Description = "Who rates; the name of the user where left out.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
        Option<int> count = new("--count") { Description = "How many instructions to rate in all, those rated before included.", HelpName = "N", DefaultValueFactory = _ => RatingDesk.UsualCount };
        Option<string?> answers = new("--answers") { Description = "Take the answers from a file, one a line, in place of the keyboard.", HelpName = "FILE" };
        Option<string> state = CommandOptions.State();
        Option<bool> json = new("--json") { Description = "Print what people say so far as one JSON document; nobody is asked, but for what --answers holds." };
        count.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() < 1)
            {
                given.AddError("--count must be at least 1.");
            }
        });
        Command command = new("rate", "Say which of two answers is better, without knowing whose they are.\n\nExample: tapir rate quickstart-1 --count 20") { run, rounds, rater, count, answers, state, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            RatingVisit visit = new(folder, arguments.GetRequiredValue(run), arguments.GetValue(rounds));
            bool isJson = arguments.GetValue(json);
            string? file = arguments.GetValue(answers);
            if (file is not null || !isJson)
            {
                await visit.RateAsync(RaterName.Parse(arguments.GetValue(rater)), arguments.GetValue(count), file, isJson ? TextWriter.Null : Console.Out, cancellation);
            }

            if (isJson)
            {
                Console.WriteLine(ResultJson.Of(await visit.ReadAsync(cancellation)));
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
