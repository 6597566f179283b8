namespace Tapir.Activities.Reporting.Page;

/// <summary>A table that scrolls sideways inside its own box on a narrow screen.</summary>
internal static class Table
{
    /// <summary>So few columns are hard to follow with the eye when drawn apart over the whole page.</summary>
    private const int FewColumns = 4;

    /// <param name="caption">Says what the table holds; shown above it, where it does not scroll, and read out first.</param>
    /// <param name="columns">The first one names the rows.</param>
    /// <param name="rows">One cell per column.</param>
    public static Markup Of(string caption, IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<Markup>> rows) => Markup.Of(
        $"""
        <p class="caption" aria-hidden="true">{caption}</p>
        <div class="table" role="region" tabindex="0" aria-label="{caption}"><table class="{(columns.Count <= FewColumns ? "narrow" : "wide")}"><caption>{caption}</caption>
        <thead><tr>{columns.Select(column => Markup.Of($"<th scope=\"col\" class=\"{column.CssClass}\">{column.Head}</th>"))}</tr></thead>
        <tbody>{rows.Select(row => Row(columns, row))}</tbody></table></div>

        """);

    private static Markup Row(IReadOnlyList<Column> columns, IReadOnlyList<Markup> cells) => Markup.Of(
        $"<tr>{cells.Select((cell, index) => index == 0
            ? Markup.Of($"<th scope=\"row\" class=\"{columns[0].CssClass}\">{cell}</th>")
            : Markup.Of($"<td class=\"{columns[index].CssClass}\">{cell}</td>"))}</tr>\n");
}
