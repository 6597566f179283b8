using System.CommandLine;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Datasets.Export;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

/// <summary>The training set of a round as a file that other programs train with.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, Func<Stream, IEnumerable<Example>, CancellationToken, Task>> Formats = new()
    {
        ["messages"] = MessagesExporter.WriteAsync,
        ["alpaca"] = AlpacaExporter.WriteAsync,
    };

    public static Command Create()
    {
        Argument<string> run = CommonOptions.Run();
        Option<int?> round = new("--round") { Description = "The round whose training set is wanted, 0 for the seed's; the last one where left out.", HelpName = "R" };
        Option<string> format = new("--format") { Description = "messages (OpenAI chat messages, one JSON line each) or alpaca (one JSON array).", DefaultValueFactory = _ => "messages" };
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        Option<string?> to = new("--to") { Description = "File to write, which must not be there yet; standard output where left out.", HelpName = "FILE" };
        Option<string> state = CommonOptions.State();
        Command command = new(
            "export", "Write the training set of a round for other programs.\n\nExample: tapir export quickstart-1 --round 2 --format alpaca --to round-2.json") { run, round, format, to, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            string? file = arguments.GetValue(to);
            if (file is not null && File.Exists(file))
            {
                throw new StateException($"'{file}' exists already; name another file, or remove it first.");
            }

            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            RunProgress progress = await engine.Monitor.ProgressAsync(record, cancellation);
            ArtifactRef set = RoundChoice.Of(progress.Run?.Rounds ?? [], arguments.GetValue(round), record.Id).TrainingSet;
            IReadOnlyList<Example> examples = await engine.Artifacts.ReadAllLinesAsync<Example>(set, cancellation);
            await using Stream target = file is null ? Console.OpenStandardOutput() : new FileStream(file, FileMode.CreateNew);
            await Formats[arguments.GetRequiredValue(format)](target, examples, cancellation);
            Console.Error.WriteLine($"{examples.Count} examples{(file is null ? "" : $" in {file}")}.");
            return ExitCodes.Done;
        });
        return command;
    }
}
