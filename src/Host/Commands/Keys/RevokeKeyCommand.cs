using System.CommandLine;
using Tapir.Host.Access;
using Tapir.Host.Results;
using Tapir.Host.State;

namespace Tapir.Host.Commands.Keys;

internal static class RevokeKeyCommand
{
    public static Command Create()
    {
        Argument<string> name = KeysCommand.Name();
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new("revoke", "End a key now, also for a server that runs.\n\nExample: tapir keys revoke ci") { name, state, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            KeyBook book = new(StateFolder.OpenExisting(arguments.GetRequiredValue(state)), TimeProvider.System);
            ApiKey revoked = await book.RevokeAsync(arguments.GetRequiredValue(name), cancellation);
            Console.WriteLine(arguments.GetValue(json) ? ResultJson.Of(KeyDocument.Of(revoked, revoked.RevokedAt!.Value)) : $"The key '{revoked.Name}' opens nothing any more.");
            return ExitCodes.Done;
        });
        return command;
    }
}
