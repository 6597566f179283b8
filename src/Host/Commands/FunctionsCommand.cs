using System.CommandLine;
using Tapir.Activities;
using Tapir.Host.Results;

namespace Tapir.Host.Commands;

internal static class FunctionsCommand
{
    public static Command Create()
    {
        Option<bool> json = CommandOptions.Json();
        Command command = new("functions", "List the durable functions with their versions and cache policies.\n\nExample: tapir functions") { json };
        command.SetGuardedAction((arguments, _) =>
        {
            FunctionLine[] lines = [.. TapirFunctions.Contracts.Select(function => new FunctionLine(
                function.Name, function.Version, function.Policy.ToString() ?? "", function.Reproducible, function.Numeric, function.InputType.Name, function.OutputType.Name))];
            if (arguments.GetValue(json))
            {
                Console.WriteLine(ResultJson.Of(lines));
                return Task.FromResult(ExitCodes.Done);
            }

            foreach (FunctionLine line in lines)
            {
                Console.WriteLine($"{line.Name,-26} v{line.Version}  {line.Cache,-8} {line.Input} -> {line.Output}{(line.Reproducible ? "" : "  not reproducible")}{(line.Numeric ? "  numeric" : "")}");
            }

            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private sealed record FunctionLine(string Name, int Version, string Cache, bool Reproducible, bool Numeric, string Input, string Output);
}
