using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Live;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class WorkerCommand
{
    public static Command Create()
    {
        Option<string?> sidecar = new("--sidecar") { Description = "Address of the sidecar: http://host:port, unix:///path, or the connection string of a managed Durable Task Scheduler; the one that runs over the state folder where left out, awaited if need be.", HelpName = "ADDRESS" };
        Option<string?> functions = new("--functions") { Description = "Offer only the functions that match, as in --functions \"training.*\"; all, and the orchestrations, where left out.", HelpName = "GLOB" };
        Option<string> state = CommonOptions.State();
        Command command = new("worker", "Work for a sidecar on this machine that another process runs, over the same state folder.\n\nExample: tapir worker --state /var/lib/tapir --functions \"students.*\"") { sidecar, functions, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.Open(arguments.GetRequiredValue(state));
            string address = arguments.GetValue(sidecar) ?? await new SidecarSearch(folder, TimeProvider.System, Console.Error).AwaitOtherAsync(cancellation);
            await using TapirEngine engine = await TapirEngine.OpenAtAsync(folder, address, cancellation);
            await engine.StartWorkerAsync(new CallTree(TimeProvider.System), arguments.GetValue(functions), cancellation);
            Console.WriteLine($"Working for {address}; Ctrl-C stops.");
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCodes.Done;
        });
        return command;
    }
}
