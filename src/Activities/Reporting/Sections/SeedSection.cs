using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>What was read from the seed, where its labels came from, and what could not be used.</summary>
internal static class SeedSection
{
    public static Section Of(RunReport report) => new(
        "seed",
        "Seed",
        "What the run began with, what was set aside, and what could not be expanded.",
        report.Seed is { } seed ? Imported(seed) : Parts.Nothing("The seed has not been imported."));

    private static Markup Imported(SeedReport seed) => Markup.Of(
        $"""
        <dl class="facts"><div><dt>Source</dt><dd><code>{seed.Source}</code></dd></div><div><dt>Format</dt><dd>{seed.Format ?? "–"}</dd></div><div><dt>Rows read</dt><dd>{Numbers.Count(seed.RowsRead)}</dd></div><div><dt>Used</dt><dd>{Numbers.Count(seed.RowsUsed)}</dd></div><div><dt>Held out of them</dt><dd>{Numbers.Count(seed.RowsHeldOut)}</dd></div><div><dt>Left out, like a held-out row</dt><dd>{Numbers.Count(seed.RowsOverlapping)}</dd></div><div><dt>Set aside</dt><dd>{Numbers.Count(seed.SetAside.Sum(reason => reason.Count))}</dd></div></dl>
        {SetAside(seed)}{NotExpanded(seed)}{Labels(seed)}
        """);

    private static Markup SetAside(SeedReport seed) => seed.SetAside.Count == 0
        ? Parts.Nothing("Every row could be used.")
        : Markup.Of($"{Table.Of(
            "Rows set aside",
            [Column.Words("Reason"), Column.Number("Rows")],
            seed.SetAside.Select(reason => (IReadOnlyList<Markup>)[Parts.Text(reason.Reason), Parts.Count(reason.Count)]))}{(seed.SetAsideFile is { } file
                ? Markup.Of($"<p class=\"note\">They are kept, with file, line and reason, in <code>{file}</code>.</p>")
                : Markup.None)}");

    private static Markup NotExpanded(SeedReport seed) => seed.NotExpanded.Count == 0
        ? Parts.Nothing("Every label of the seed could be expanded.")
        : Table.Of(
            "Labels that could not be expanded",
            [Column.Words("Task label"), Column.Number("Seed examples"), Column.Words("Why")],
            seed.NotExpanded.Select(label => (IReadOnlyList<Markup>)[Parts.Text(label.Label), Parts.Count(label.Examples), Parts.Text(label.Reason)]));

    private static Markup Labels(SeedReport seed) => seed.Labels.Count == 0
        ? Parts.Nothing("No labels were given.")
        : Parts.More(Parts.Text("Examples by label, and where the labels came from"), Markup.Of($"{Table.Of(
            "Examples to train on by label",
            [Column.Words("Task label"), Column.Number("Examples")],
            seed.Labels.Select(label => (IReadOnlyList<Markup>)[Parts.Text(label.Label), Parts.Count(label.Count)]))}{Table.Of(
            "Examples by where their label came from",
            [Column.Words("Source"), Column.Number("Examples")],
            seed.LabelSources.Select(source => (IReadOnlyList<Markup>)[Parts.Text(source.Source), Parts.Count(source.Count)]))}"));
}
