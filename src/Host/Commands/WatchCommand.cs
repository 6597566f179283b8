using System.CommandLine;
using Grpc.Core;
using Spectre.Console;
using Tapir.Host.Engine;
using Tapir.Host.Live;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class WatchCommand
{
    public static Command Create()
    {
        Argument<string> run = CommandOptions.Run();
        Option<string> state = CommandOptions.State();
        Command command = new("watch", "Follow a run that another process works on, until it stops.\n\nExample: tapir watch quickstart-1") { run, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            RunWatch watch = new(engine.Monitor, record, new StoredCalls(engine.Results, record.Id, engine.OthersSince), TimeProvider.System);
            try
            {
                await RunViews.For(Console.Out, asJson: false).ShowAsync(watch.SnapshotsAsync(cancellation));
                return Finish(await engine.Monitor.ReadAsync(record, CancellationToken.None));
            }
            catch (RpcException gone) when (gone.StatusCode == StatusCode.Unavailable)
            {
                // The process that worked on it has ended: where it left the run is on the disk.
                await using TapirEngine own = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
                return Finish(await own.Monitor.ReadAsync(record, CancellationToken.None));
            }
        });
        return command;
    }

    private static int Finish(RunDocument document)
    {
        ResultText.Write(document, AnsiConsole.Console);
        return ExitCodes.Of(document.Status);
    }
}
