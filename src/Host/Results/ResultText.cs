using Spectre.Console;
using Tapir.Host.Live;

namespace Tapir.Host.Results;

/// <summary>A run's result for people: the table, what was spent, where report and student are.</summary>
internal static class ResultText
{
    public static void Write(RunDocument run, IAnsiConsole console)
    {
        if (run.Rounds.Count > 0)
        {
            console.WriteLine();
            console.WriteLine("Exact answers on held-out tasks, per cent (95 % interval)");
            console.Write(AccuracyTable.Of(run));
        }

        console.WriteLine($"{run.Run}: {run.Status}{(run.Phase is null ? "" : $" ({run.Phase})")}. {Wording.Spent(run)}.");
        if (run.Message is { } message)
        {
            console.WriteLine(message);
        }

        if (run.Seed is { } seed)
        {
            console.WriteLine(
                $"Seed: {Wording.Count(seed.RowsRead)} rows read, {Wording.Count(seed.RowsSetAside)} set aside, {Wording.Count(seed.RowsOverlapping)} left out because they overlap a held-out row, "
                + $"{Wording.Count(seed.RowsHeldOut)} held out, {Wording.Count(seed.RowsToTrainOn)} to train on.");
        }

        foreach (ParkedDocument item in run.Parked)
        {
            console.WriteLine($"Given up: {item.Step} of {item.Part}, {item.Reason}.");
        }

        if (run.Report is not null)
        {
            // Paths are for copying: never wrapped, whatever the width of the terminal.
            console.Profile.Out.Writer.WriteLine($"Report   {run.Report}");
            console.Profile.Out.Writer.WriteLine($"Student  {run.Student}");
            console.Profile.Out.Writer.WriteLine($"Try it:  tapir ask {run.Run} \"{SuggestedQuestion.From(run.Report) ?? "INSTRUCTION"}\"");
        }
    }
}
