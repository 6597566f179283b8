using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>How the run was made, and how it read what the method leaves open.</summary>
internal static class OriginSection
{
    public static Section Of(RunReport report) => new(
        "origin",
        "Origin",
        "Enough to make the run again, and every decision that the method's texts leave to the reader.",
        Markup.Of($"{Facts(report.Origin)}{Readings(report.Origin)}"));

    private static Markup Facts(RunOrigin origin)
    {
        (string Name, string? Value)[] facts =
        [
            ("Tapir", origin.TapirVersion), ("Teacher", origin.Teacher), ("Judge", origin.Judge), ("Student", origin.StudentModel),
            ("Numeric environment", origin.NumericEnvironment),
        ];
        return Markup.Of($"<dl class=\"facts\">{facts.Where(fact => fact.Value is not null).Select(fact => Markup.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}<div><dt>Spec digest</dt><dd><code class=\"digest\">{origin.SpecDigest}</code></dd></div></dl>");
    }

    private static Markup Readings(RunOrigin origin) => origin.Readings.Count == 0
        ? Parts.Nothing("No readings were recorded.")
        : Table.Of(
            "What the texts leave open, and how this run read it",
            [Column.Words("Option"), Column.Words("Value"), Column.Words("Meaning")],
            origin.Readings.Select(reading => (IReadOnlyList<Markup>)
            [
                Markup.Of($"<code>{reading.Option}</code>"), Markup.Of($"<code>{reading.Value}</code>"), Parts.Text(reading.Meaning),
            ]));
}
