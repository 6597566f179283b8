using Tapir.Activities.Reporting.Charts;
using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>Accuracy per task label and student; for own data, loss and accuracy on held-out rows.</summary>
internal static class AccuracySection
{
    public static Section Of(RunReport report)
    {
        RoundReport[] tasks = [.. report.Students.Where(round => round.ByTask.Count > 0)];
        RoundReport[] rows = [.. report.Students.Where(round => round.HeldOut is not null)];
        Markup body = (tasks.Length, rows.Length) switch
        {
            (0, 0) => Parts.Nothing("No student has been measured on held-out tasks."),
            (0, _) => Markup.Of($"{Rows(rows)}{Parts.Nothing("The seed has no tasks whose answers can be verified label by label.")}"),
            (_, 0) => Tasks(tasks),
            _ => Markup.Of($"{Tasks(tasks)}{Rows(rows)}"),
        };
        return new Section("accuracy", "Accuracy", "Share of held-out tasks answered exactly, per task label and student, with 95 % intervals.", body);
    }

    private static Markup Tasks(RoundReport[] rounds)
    {
        string[] labels = [.. rounds.SelectMany(round => round.ByTask).Select(task => task.Label).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, StudentAccuracy[]> points = labels.ToDictionary(label => label, label => Points(rounds, label));
        double top = AccuracyChart.ShareTop(points.Values.SelectMany(line => line));
        IEnumerable<Markup> panels = labels.Select(label => Parts.Panel(
            Markup.Of($"<b>{label}</b> <span class=\"last\">{Numbers.Percent(points[label][^1].Accuracy)}</span>"),
            AccuracyChart.Small(points[label], label, top)));
        Column[] columns =
        [
            Column.Words("Task label"),
            .. rounds.Select(round => Column.Number(Numbers.Student(round.Name))),
            Column.Number("Tasks"),
        ];
        IEnumerable<IReadOnlyList<Markup>> rows = labels.Select(label => Row(rounds, label));
        return Markup.Of($"{Parts.Panels("small", panels)}{Table.Of("Exact answers per task label, per cent, with 95 % intervals", columns, rounds.Any(round => round.Accuracy is not null) ? rows.Append(Macro(rounds)) : rows)}");
    }

    private static StudentAccuracy[] Points(RoundReport[] rounds, string label) =>
    [
        .. rounds.SelectMany(round => round.ByTask.Where(task => task.Label == label)
            .Select(task => new StudentAccuracy(round.Round, task.Accuracy, task.Low, task.High) { IsTuned = round.IsTuned })),
    ];

    private static Markup[] Row(RoundReport[] rounds, string label)
    {
        TaskAccuracy?[] tasks = [.. rounds.Select(round => round.ByTask.FirstOrDefault(task => task.Label == label))];
        return
        [
            Parts.Text(label),
            .. tasks.Select(task => task is null ? Parts.Text("–") : Numbers.Accuracy(task.Accuracy, task.Low, task.High)),
            Parts.Count(tasks.Max(task => task?.Total ?? 0)),
        ];
    }

    private static Markup[] Macro(RoundReport[] rounds) =>
    [
        Markup.Of($"<b>Mean over labels</b>"),
        .. rounds.Select(round => round.Accuracy is { } accuracy ? Numbers.Accuracy(accuracy) : Parts.Text("–")),
        Parts.Count(rounds.Max(round => round.ByTask.Sum(task => task.Total))),
    ];

    private static Markup Rows(RoundReport[] rounds) => Table.Of(
        "Held-out rows of the seed",
        [Column.Words("Student"), Column.Number("Rows"), Column.Number("Loss, nats per token"), Column.Number("Exact answers"), Column.Number("Overlap (ROUGE-L)")],
        rounds.Select(round => (IReadOnlyList<Markup>)
        [
            Numbers.Student(round.Name),
            Parts.Count(round.HeldOut!.Rows),
            Parts.Text(Numbers.Fixed(round.HeldOut.Loss, 3)),
            Numbers.Accuracy(round.HeldOut.Accuracy, round.HeldOut.Low, round.HeldOut.High),
            Parts.Text(Numbers.OrDash(round.HeldOut.Overlap, 3)),
        ]));
}
