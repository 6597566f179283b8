using System.CommandLine;

namespace Tapir.Host.Commands.Keys;

/// <summary><c>tapir keys</c> with its verbs.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Keys of the HTTP API. Once there is one, every request needs one.\n\nExample: tapir keys add ci --scope run --expires 90d")
    {
        AddKeyCommand.Create(),
        ListKeysCommand.Create(),
        RevokeKeyCommand.Create(),
    };

    public static Argument<string> Name() => new("NAME") { Description = "Whose key it is; runs that are started with the same Idempotency-Key are told apart by it." };
}
