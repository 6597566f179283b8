using System.CommandLine;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Commands;

internal static class ValidateCommand
{
    public static Command Create()
    {
        Argument<string> spec = CommandOptions.Spec();
        Option<string[]> set = CommandOptions.Set();
        Option<bool> json = CommandOptions.Json();
        Command command = new("validate", "Check a spec and its seed file: every error of the spec at once, with its line. Says what the run will probably spend.\n\nExample: tapir validate examples/quickstart.yaml") { spec, set, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            RunSpec read = SpecFile.Load(arguments.GetRequiredValue(spec), [.. (arguments.GetValue(set) ?? []).Select(SpecOverride.Parse)]);
            RunEstimate estimate = await RunEstimate.OfAsync(read, cancellation);
            if (arguments.GetValue(json))
            {
                Console.WriteLine(ResultJson.Of(new ValidSpecDocument(read.Name, EstimateDocument.Of(estimate))));
                return ExitCodes.Done;
            }

            Console.WriteLine($"{arguments.GetRequiredValue(spec)} is a valid spec of the run '{read.Name}'.");
            EstimateText.Write(estimate, Console.Out);
            return ExitCodes.Done;
        });
        return command;
    }
}
