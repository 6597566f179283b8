using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class SidecarCommand
{
    public static Command Create()
    {
        Option<int?> port = new("--port") { Description = "Listen on this loopback port instead of the state folder's socket, so that other SDKs can connect; 0 chooses a free one.", HelpName = "PORT" };
        Option<string> state = CommandOptions.State();
        Command command = new("sidecar", "Run the task hub alone, for workers and clients of any Durable Task SDK.\n\nExample: tapir sidecar --port 4001") { port, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.Open(arguments.GetRequiredValue(state));
            await using LoneSidecar sidecar = await LoneSidecar.StartAsync(folder, arguments.GetValue(port), cancellation);
            Console.WriteLine($"Listening on {sidecar.Address}; Ctrl-C stops.");
            if (HostSettingsFile.Load().Tapir.Workers.Listen is { } listen)
            {
                await Console.Error.WriteLineAsync($"Workers on other machines are not let in at {listen} by this command: it has no artifacts to share. `tapir serve --without worker` lets them in.");
            }

            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCodes.Done;
        });
        return command;
    }
}
