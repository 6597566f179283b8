using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Exports;
using Tapir.Host.Runs;
using Tapir.Host.State;
using Tapir.Orchestrations.Distilling;

namespace Tapir.Host.Commands;

/// <summary>What a round made, for other programs.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Argument<string> run = CommandOptions.Run();
        Option<int?> round = new("--round") { Description = "The round that is wanted, 0 for the seed's training set and S_0; the last one, its student after its preference tuning if there was one, where left out.", HelpName = "R" };
        Option<string> format = new("--format")
        {
            Description = string.Join("; ", ExportFormat.All.Select(known => $"{known.Name} ({known.Description})")) + ".",
            DefaultValueFactory = _ => ExportFormat.All[0].Name,
        };
        format.AcceptOnlyFromAmong([.. ExportFormat.All.Select(known => known.Name)]);
        Option<string?> to = new("--to") { Description = "File to write, a folder for peft, which must not be there yet; a training set goes to standard output where left out.", HelpName = "PATH" };
        Option<string> state = CommandOptions.State();
        Command command = new(
            "export",
            "Write the training set of a round, or its student, for other programs. A finished run's student is in its folder already, as a Hugging Face model.\n\nExample: tapir export smollm2-1 --format gguf-q8_0 --to smollm2.gguf")
        {
            run, round, format, to, state,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(to) is null && ExportFormat.All.FirstOrDefault(known => known.Name == result.GetValue(format)) is { NeedsPlace: true } placed)
            {
                result.AddError($"--format {placed.Name} needs --to PATH.");
            }
        });
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            string? place = arguments.GetValue(to);
            if (place is not null && Path.Exists(place))
            {
                throw new StateException($"'{place}' exists already; name another, or remove it first.");
            }

            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            RunProgress progress = await engine.Monitor.ProgressAsync(record, cancellation);
            IReadOnlyList<RoundOutcome> rounds = progress.Run?.Rounds ?? [];
            RoundOutcome meant = RoundChoice.Of(rounds, arguments.GetValue(round), record.Id);
            ExportSource source = new(engine.Artifacts, record, progress.Run!.Seed!.Seed, [.. rounds.TakeWhile(before => before.Round <= meant.Round)], arguments.GetValue(round) is null ? progress.Run.Preference : null);
            ExportFormat chosen = ExportFormat.All.Single(known => known.Name == arguments.GetRequiredValue(format));
            Console.Error.WriteLine($"{await chosen.WriteAsync(source, place, cancellation)}{(place is null ? "" : $" in {place}")}.");
            return ExitCodes.Done;
        });
        return command;
    }
}
