using System.CommandLine;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Commands;

internal static class ValidateCommand
{
    public static Command Create()
    {
        Argument<string> spec = CommonOptions.Spec();
        Option<string[]> set = CommonOptions.Set();
        Command command = new("validate", "Check a spec: every error at once, with its line.\n\nExample: tapir validate examples/quickstart.yaml") { spec, set };
        command.SetGuardedAction((arguments, _) =>
        {
            RunSpec read = SpecFile.Load(arguments.GetRequiredValue(spec), [.. (arguments.GetValue(set) ?? []).Select(SpecOverride.Parse)]);
            Console.WriteLine($"{arguments.GetRequiredValue(spec)} is a valid spec of the run '{read.Name}'.");
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
