using System.CommandLine;
using Tapir.Host.Notifying;
using Tapir.Host.Serving;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class ServeCommand
{
    public static Command Create()
    {
        Option<string[]> urls = new("--urls")
        {
            Description = "Where to listen; port 0 chooses a free one. May be given several times.",
            HelpName = "URL",
            DefaultValueFactory = _ => ["http://127.0.0.1:7071"],
        };
        Option<ServePart[]> without = new("--without") { Description = "Parts to leave out: sidecar, worker, api, schedules, page.", HelpName = "PART", AllowMultipleArgumentsPerToken = true };
        Option<string?> sidecar = new("--sidecar") { Description = "Address of the sidecar to work for, when it is left out here: http://host:port, unix:///path, or the connection string of a managed Durable Task Scheduler.", HelpName = "ADDRESS" };
        Option<string?> functions = new("--functions") { Description = "Offer only the functions that match, as in --functions \"training.*\".", HelpName = "GLOB" };
        Option<string> state = CommandOptions.State();
        Command command = new("serve", "Run unattended: HTTP API, page and schedules over one state folder, with sidecar and worker in the same process.\n\nExample: tapir serve --state /var/lib/tapir")
        {
            urls, without, sidecar, functions, state,
        };
        command.Validators.Add(result =>
        {
            bool isLeftOut = (result.GetValue(without) ?? []).Contains(ServePart.Sidecar);
            if (isLeftOut != result.GetValue(sidecar) is not null)
            {
                result.AddError(isLeftOut
                    ? "--without sidecar needs --sidecar ADDRESS, the one to work for."
                    : "--sidecar names one that another process runs; add --without sidecar.");
            }
        });
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            ServeOptions options = new(
                StateFolder.Open(arguments.GetRequiredValue(state)),
                arguments.GetRequiredValue(urls),
                (arguments.GetValue(without) ?? []).ToHashSet(),
                arguments.GetValue(sidecar),
                arguments.GetValue(functions));
            HostSettings settings = HostSettingsFile.Load();
            foreach (string missing in MissingSecrets.Of(settings.Tapir.Webhooks, Environment.GetEnvironmentVariable))
            {
                await Console.Error.WriteLineAsync(missing);
            }

            await using TapirServer server = await TapirServer.StartAsync(options, settings, cancellation);
            Console.WriteLine($"Tapir serves {(server.Addresses.Count > 0 ? string.Join(", ", server.Addresses) : "no address")}; state is in {options.State.Root}. Ctrl-C stops.");
            if (server.WorkersAddress is { } workers)
            {
                Console.WriteLine($"Workers on other machines join at {workers}.");
            }
            else if (settings.Tapir.Workers.Listen is { } listen)
            {
                await Console.Error.WriteLineAsync($"Workers on other machines are not let in at {listen} by this process: the sidecar is another's. They are where `tapir serve` runs its own.");
            }

            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCodes.Done;
        });
        return command;
    }
}
