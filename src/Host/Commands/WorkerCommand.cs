using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Joining;
using Tapir.Host.Live;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class WorkerCommand
{
    public static Command Create()
    {
        Option<string?> sidecar = new("--sidecar") { Description = "Address of the sidecar: http://host:port, unix:///path, or the connection string of a managed Durable Task Scheduler; the one that runs over the state folder where left out, awaited if need be.", HelpName = "ADDRESS" };
        Option<string?> functions = new("--functions") { Description = "Offer only the functions that match, as in --functions \"training.*\", several with commas between them; all, and the orchestrations, where left out.", HelpName = "GLOB" };
        Option<string> state = CommandOptions.State();
        Option<string?> join = new("--join") { Description = "Work for another machine, without its state folder: https://HOST:PORT, as 'tapir.workers.listen' of its host.json has it.", HelpName = "URL" };
        Option<string?> authority = new("--ca") { Description = "With --join: a PEM file with the certificate that the server's comes from; what the system trusts where left out.", HelpName = "FILE" };
        Option<string> cache = new("--cache") { Description = "With --join: the folder for copies of artifacts, and for what is needed as files while it works.", HelpName = "DIR", DefaultValueFactory = _ => ".tapir-worker" };
        Option<string?> token = new("--token-variable") { Description = "With --join: name of the environment variable that holds the server's token; that of host.json, or TAPIR_WORKER_TOKEN, where left out.", HelpName = "NAME" };
        Command command = new(
            "worker",
            "Work for a sidecar that another process runs: over the same state folder, or with --join on another machine.\n\nExample: tapir worker --state /var/lib/tapir --functions \"students.*\"\nExample: tapir worker --join https://trainer.example:7443 --ca ca.pem")
        {
            sidecar, functions, state, join, authority, cache, token,
        };
        command.Validators.Add(result =>
        {
            bool joins = result.GetValue(join) is not null;
            if (joins && (result.GetValue(sidecar) is not null || result.GetResult(state) is { Implicit: false }))
            {
                result.AddError("--join works without a state folder: leave --sidecar and --state out.");
            }

            if (!joins && (result.GetValue(authority) is not null || result.GetValue(token) is not null || result.GetResult(cache) is { Implicit: false }))
            {
                result.AddError("--ca, --cache and --token-variable belong to --join URL.");
            }
        });
        command.SetGuardedAction((arguments, cancellation) => arguments.GetValue(join) is { } address
            ? JoinAsync(address, arguments.GetValue(token), arguments.GetValue(authority), arguments.GetRequiredValue(cache), arguments.GetValue(functions), cancellation)
            : WorkAsync(arguments.GetRequiredValue(state), arguments.GetValue(sidecar), arguments.GetValue(functions), cancellation));
        return command;
    }

    private static async Task<int> WorkAsync(string state, string? sidecar, string? functions, CancellationToken cancellation)
    {
        _ = HostSettingsFile.Load(); // what is wrong with it is said before a wait that may be long
        StateFolder folder = StateFolder.Open(state);
        string address = sidecar ?? await new SidecarSearch(folder, TimeProvider.System, Console.Error).AwaitOtherAsync(cancellation);
        await using TapirEngine engine = await TapirEngine.OpenAtAsync(folder, address, cancellation);
        await engine.Work.StartWorkerAsync(new CallTree(TimeProvider.System), functions, cancellation);
        return await WorkUntilStoppedAsync(address, cancellation);
    }

    private static async Task<int> JoinAsync(string address, string? tokenVariable, string? authority, string cache, string? functions, CancellationToken cancellation)
    {
        HostSettings settings = HostSettingsFile.Load();
        JoinTarget target = JoinTarget.Of(address, tokenVariable ?? settings.Tapir.Workers.TokenVariable, authority, Environment.GetEnvironmentVariable);
        await using JoinedWorker worker = await JoinedWorker.StartAsync(target, functions, cache, settings, Console.Error, cancellation);
        return await WorkUntilStoppedAsync(address, cancellation);
    }

    private static async Task<int> WorkUntilStoppedAsync(string address, CancellationToken cancellation)
    {
        Console.WriteLine($"Working for {address}; Ctrl-C stops.");
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Done;
    }
}
