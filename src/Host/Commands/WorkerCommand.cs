using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Live;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class WorkerCommand
{
    public static Command Create()
    {
        Option<string> sidecar = new("--sidecar") { Description = "Address of the sidecar: http://host:port or unix:///path.", HelpName = "ADDRESS", Required = true };
        Option<string?> functions = new("--functions") { Description = "Offer only the functions that match, as in --functions \"training.*\"; all, and the orchestrations, where left out.", HelpName = "GLOB" };
        Option<string> state = CommonOptions.State();
        Command command = new("worker", "Work for a sidecar on this machine that another process runs, over the same state folder.\n\nExample: tapir worker --sidecar http://127.0.0.1:4001 --functions \"students.*\"") { sidecar, functions, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.Open(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAtAsync(folder, arguments.GetRequiredValue(sidecar), cancellation);
            await engine.StartWorkerAsync(new CallTree(TimeProvider.System), arguments.GetValue(functions), cancellation);
            Console.WriteLine($"Working for {arguments.GetRequiredValue(sidecar)}; Ctrl-C stops.");
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCodes.Done;
        });
        return command;
    }
}
