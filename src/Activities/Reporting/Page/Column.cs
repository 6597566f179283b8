namespace Tapir.Activities.Reporting.Page;

/// <summary>Head and alignment of one table column.</summary>
internal sealed record Column(Markup Head, string CssClass)
{
    public static Column Words(string head) => new(Markup.Of($"{head}"), "w");

    public static Column Number(string head) => new(Markup.Of($"{head}"), "n");

    public static Column Number(Markup head) => new(head, "n");
}
