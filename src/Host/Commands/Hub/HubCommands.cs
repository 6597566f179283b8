using System.CommandLine;

namespace Tapir.Host.Commands.Hub;

/// <summary><c>tapir hub</c> with its verbs.</summary>
internal static class HubCommands
{
    public static Command Create() => new("hub", "Look into the task hub: what waits, who works, what is parked.\n\nExample: tapir hub status")
    {
        HubStatusCommand.Create(),
        HubParkedCommand.Create(),
        HubRetryCommand.Create(),
    };
}
