using Spectre.Console;
using Tapir.Host.Results;

namespace Tapir.Host.Live;

/// <summary>Task labels down, S_0, S_1, ... across: per cent of exact answers with their 95 % intervals, and the loss in nats per token.</summary>
internal static class AccuracyTable
{
    public static Table Of(RunDocument run)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("task");
        foreach (RoundDocument round in run.Rounds)
        {
            // Without the space on the left S_0 to S_3 fit into a terminal of 80 beside the longest task label, whatever the figures.
            table.AddColumn(new TableColumn($"S_{round.Round}").RightAligned().PadLeft(0));
        }

        foreach (string task in run.Rounds.SelectMany(round => round.ByTask.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            table.AddRow([Markup.Escape(task), .. run.Rounds.Select(round => round.ByTask.TryGetValue(task, out TaskDocument? of)
                ? Wording.AccuracyCell(of.Accuracy, of.Low, of.High)
                : "-")]);
        }

        table.AddEmptyRow();
        table.AddRow([new Markup("[bold]macro average[/]"), .. run.Rounds.Select(round => new Markup($"[bold]{Wording.AccuracyCell(round.Accuracy, round.Low, round.High)}[/]"))]);
        table.AddRow([new Markup("[grey]held-out loss[/]"), .. run.Rounds.Select(round => new Markup($"[grey]{round.Loss:0.000}[/]"))]);
        return table;
    }
}
