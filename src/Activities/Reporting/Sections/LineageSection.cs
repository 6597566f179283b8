using Tapir.Activities.Reporting.Charts;
using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>Every artifact, what made it, and from what.</summary>
internal static class LineageSection
{
    public static Section Of(RunReport report) => new(
        "lineage",
        "Lineage",
        "What was made from what, round by round. A digest names content: equal digests are equal bytes.",
        report.Lineage.Count == 0 ? Parts.Nothing("No artifact has been recorded.") : Recorded(report.Lineage));

    private static Markup Recorded(IReadOnlyList<LineageEntry> entries) => Markup.Of(
        $"""
        <div class="table diagram" role="region" tabindex="0" aria-label="Diagram of the lineage">{LineageDiagram.Draw(entries)}</div>
        {Parts.More(
            Markup.Of($"All {Numbers.Count(entries.Count)} artifacts"),
            Table.Of(
                "Artifacts",
                [Column.Words("Digest"), Column.Words("What"), Column.Words("Round"), Column.Words("Made by"), Column.Words("From")],
                entries.Select(Row)))}
        """);

    private static IReadOnlyList<Markup> Row(LineageEntry entry) =>
    [
        Digest(entry.Digest),
        Parts.Text(entry.What),
        Parts.Text(entry.Round is { } round ? $"{round}" : "–"),
        Markup.Of($"<code>{entry.MadeBy}</code>"),
        entry.Inputs.Count == 0 ? Parts.Text("–") : Markup.Join(entry.Inputs.Select(input => Markup.Of($"{Digest(input)} "))),
    ];

    private static Markup Digest(string digest) => Markup.Of($"<code title=\"{digest}\">{Numbers.ShortDigest(digest)}</code>");
}
