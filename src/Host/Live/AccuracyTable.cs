using Spectre.Console;
using Tapir.Host.Results;

namespace Tapir.Host.Live;

/// <summary>Task labels down, S_0, S_1, ... across: per cent of exact answers with their 95 % intervals, and the loss in nats per token.</summary>
internal static class AccuracyTable
{
    public static Table Of(RunDocument run)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("task");
        IReadOnlyList<StudentFigures> students = StudentFigures.Of(run.Rounds, run.Preference);
        foreach (StudentFigures student in students)
        {
            // Without the space on the left S_0 to S_3 fit into a terminal of 80 beside the longest task label, whatever the figures.
            table.AddColumn(new TableColumn(student.Name.Replace(" + ", "\n+ ", StringComparison.Ordinal)).RightAligned().PadLeft(0));
        }

        foreach (string task in students.SelectMany(student => student.ByTask.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            table.AddRow([Markup.Escape(task), .. students.Select(student => student.ByTask.TryGetValue(task, out TaskDocument? of)
                ? Wording.AccuracyCell(of.Accuracy, of.Low, of.High)
                : "-")]);
        }

        table.AddEmptyRow();
        table.AddRow([new Markup("[bold]macro average[/]"), .. students.Select(student => new Markup($"[bold]{Wording.AccuracyCell(student.Accuracy, student.Low, student.High)}[/]"))]);
        table.AddRow([new Markup("[grey]held-out loss[/]"), .. students.Select(student => new Markup($"[grey]{student.Loss:0.000}[/]"))]);
        return table;
    }
}
