using System.CommandLine;
using Tapir.Host.Specs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class InitCommand
{
    public static Command Create()
    {
        Argument<string> path = new("FILE") { Description = "Where to write the spec.", DefaultValueFactory = _ => "tapir.yaml" };
        Command command = new("init", "Write a commented spec with every key and its default.\n\nExample: tapir init my-run.yaml") { path };
        command.SetGuardedAction((arguments, _) =>
        {
            string file = arguments.GetRequiredValue(path);
            if (File.Exists(file))
            {
                throw new StateException($"'{file}' exists already; name another file, or remove it first.");
            }

            File.WriteAllText(file, SpecTemplate.Render("my-run"));
            Console.WriteLine($"Wrote {file}. Edit it, then: tapir run {file}");
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
