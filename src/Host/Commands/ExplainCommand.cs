using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class ExplainCommand
{
    public static Command Create()
    {
        Argument<string> key = new("KEY") { Description = "A call's key or the beginning of one, or an artifact's digest." };
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new("explain", "Show what went into a call's key: function, version, canonical input, digests, and what made them.\n\nExample: tapir explain 3fa9c1") { key, state, json };
        command.SetGuardedLook(async (arguments, cancellation) =>
        {
            await using TapirEngine engine = await TapirEngine.OpenAsync(StateFolder.OpenExisting(arguments.GetRequiredValue(state)), EngineAccess.Join, cancellation);
            Console.WriteLine(await Explanations.OfAsync(engine, arguments.GetRequiredValue(key), arguments.GetValue(json), cancellation));
            return ExitCodes.Done;
        });
        return command;
    }
}
