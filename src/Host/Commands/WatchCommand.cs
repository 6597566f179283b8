using System.CommandLine;
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
        Argument<string> run = CommonOptions.Run();
        Option<string> state = CommonOptions.State();
        Command command = new("watch", "Follow a run that another process works on, until it stops.\n\nExample: tapir watch quickstart-1") { run, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            RunWatch watch = new(engine.Monitor, record, new StoredCalls(engine.Results, record.Id, engine.OthersSince), TimeProvider.System);
            await RunViews.For(Console.Out, asJson: false).ShowAsync(watch.SnapshotsAsync(cancellation));
            RunDocument document = await engine.Monitor.ReadAsync(record, CancellationToken.None);
            ResultText.Write(document, AnsiConsole.Console);
            return ExitCodes.Of(document.Status);
        });
        return command;
    }
}
