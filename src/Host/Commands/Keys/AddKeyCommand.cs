using System.CommandLine;
using System.CommandLine.Parsing;
using Tapir.Host.Access;
using Tapir.Host.Results;
using Tapir.Host.Specs;
using Tapir.Host.State;

namespace Tapir.Host.Commands.Keys;

internal static class AddKeyCommand
{
    public static Command Create()
    {
        Argument<string> name = KeysCommand.Name();
        Option<KeyScope> scope = new("--scope") { Description = "read (look at everything), run (start and steer runs, store specs too) or admin (all).", HelpName = "read|run|admin", Required = true };
        Option<TimeSpan?> expires = new("--expires") { Description = $"How long it is good for, such as 90d; as long as it is not revoked where left out.", HelpName = "TIME", CustomParser = ReadDuration };
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new("add", "Make a key and print it: it is shown this once, and only its hash is kept.\n\nExample: tapir keys add ci --scope run --expires 90d") { name, scope, expires, state, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            KeyBook book = new(StateFolder.Open(arguments.GetRequiredValue(state)), TimeProvider.System);
            IssuedKey issued = await book.AddAsync(arguments.GetRequiredValue(name), arguments.GetValue(scope), arguments.GetValue(expires), cancellation);
            if (arguments.GetValue(json))
            {
                Console.WriteLine(ResultJson.Of(KeyDocument.Of(issued, issued.Key.CreatedAt)));
                return ExitCodes.Done;
            }

            // The key alone on standard output, so that a script can take it.
            Console.WriteLine(issued.Secret);
            await Console.Error.WriteLineAsync($"That is the key of {issued.Key.Name}; it is not shown again. Send it as 'Authorization: Bearer KEY'.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static TimeSpan? ReadDuration(ArgumentResult result)
    {
        if (Duration.TryParse(result.Tokens[0].Value, out TimeSpan duration))
        {
            return duration;
        }

        result.AddError($"'{result.Tokens[0].Value}' is no length of time; write {Duration.Examples}.");
        return null;
    }
}
