using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tapir.Host.Access;
using Tapir.Host.Results;
using Tapir.Host.State;

namespace Tapir.Host.Commands.Keys;

internal static class ListKeysCommand
{
    public static Command Create()
    {
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new("list", "List the keys, also those that have ended.\n\nExample: tapir keys list") { state, json };
        command.SetGuardedAction((arguments, _) =>
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            KeyBook book = new(StateFolder.OpenExisting(arguments.GetRequiredValue(state)), TimeProvider.System);
            KeyDocument[] keys = [.. book.List().Select(key => KeyDocument.Of(key, now))];
            if (arguments.GetValue(json))
            {
                Console.WriteLine(ResultJson.Of(keys));
                return Task.FromResult(ExitCodes.Done);
            }

            Table table = new Table().Border(TableBorder.Rounded).AddColumns("name", "scope", "state", "made", "ends");
            foreach (KeyDocument key in keys)
            {
                table.AddRow(
                    Markup.Escape(key.Name),
                    key.Scope.ToString().ToLowerInvariant(),
                    key.State.ToString().ToLowerInvariant(),
                    Day(key.CreatedAt),
                    (key.RevokedAt ?? key.ExpiresAt) is { } end ? Day(end) : "-");
            }

            AnsiConsole.Write(table);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
