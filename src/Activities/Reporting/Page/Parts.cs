namespace Tapir.Activities.Reporting.Page;

/// <summary>The pieces every section is built from.</summary>
internal static class Parts
{
    public static Markup Text(string? text) => Markup.Of($"{text}");

    public static Markup Count(long count) => Text(Numbers.Count(count));

    /// <summary>A section without data says so, in the place where the data would be.</summary>
    public static Markup Nothing(string sentence) => Markup.Of($"<p class=\"nothing\">{sentence}</p>\n");

    /// <summary>Charts side by side, as many as fit.</summary>
    public static Markup Panels(string cssClass, IEnumerable<Markup> charts) => Markup.Of($"<div class=\"panels {cssClass}\">{charts}</div>\n");

    /// <summary>One chart with its title.</summary>
    public static Markup Panel(Markup title, Markup chart) => Markup.Of($"<figure><figcaption>{title}</figcaption>{chart}</figure>\n");

    public static Markup Legend(IEnumerable<Markup> entries) => Markup.Of($"<ul class=\"legend\">{entries}</ul>\n");

    public static Markup LegendEntry(string cssClass, Markup words) =>
        Markup.Of($"<li><span class=\"swatch {cssClass}\" aria-hidden=\"true\"></span>{words}</li>");

    public static Markup More(Markup summary, Markup body) => Markup.Of($"<details><summary>{summary}</summary>{body}</details>\n");
}
