using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>Calls, tokens, money against the budget, and time per function.</summary>
internal static class SpendingSection
{
    public static Section Of(RunReport report)
    {
        SpendingReport spending = report.Spending;
        Markup calls = spending.Calls == 0 && spending.LedgerHits == 0 && spending.ByFunction.Count == 0 && spending.ByModel.Count == 0
            ? Parts.Nothing("No call to a chat model was made.")
            : Markup.Of($"{Budget(spending)}{Lines("Calls by function", "Function", spending.ByFunction)}{Lines("Calls by model", "Model", spending.ByModel)}");
        return new Section(
            "spending",
            "Cost and time",
            "What was sent and paid, what the ledger and the cache saved, and where the time went.",
            Markup.Of($"{calls}{Time(spending)}"));
    }

    private static Markup Budget(SpendingReport spending)
    {
        Markup[] limits =
        [
            Limit("Calls", spending.Calls, spending.Budget.Calls, used => Numbers.Count((long)used)),
            Limit("Tokens", spending.TokensIn + spending.TokensOut, spending.Budget.Tokens, used => Numbers.Compact((long)used)),
            Limit("Cost", (double)(spending.Cost ?? 0), (double?)spending.Budget.Cost, used => Numbers.Money((decimal)used)),
        ];
        return limits.All(limit => limit == Markup.None)
            ? Parts.Nothing("The run had no budget limit.")
            : Markup.Of($"<div class=\"limits\" aria-label=\"Budget\" role=\"group\">{limits}</div>");
    }

    private static Markup Limit(string name, double used, double? limit, Func<double, string> write) => limit is { } most
        ? Markup.Of($"<div><p><b>{name}</b> {write(used)} of {write(most)}</p>{Bar(most > 0 ? used / most : 0)}</div>")
        : Markup.None;

    private static Markup Lines(string caption, string first, IReadOnlyList<SpendingLine> lines) => lines.Count == 0
        ? Markup.None
        : Table.Of(
            caption,
            [Column.Words(first), Column.Number("Calls"), Column.Number("From ledger"), Column.Number("Tokens in"), Column.Number("Tokens out"), Column.Number("Cost")],
            lines.OrderByDescending(line => line.TokensIn + line.TokensOut).ThenBy(line => line.Name, StringComparer.Ordinal).Select(line => (IReadOnlyList<Markup>)
            [
                Markup.Of($"<code>{line.Name}</code>"), Parts.Count(line.Calls), Parts.Count(line.LedgerHits), Parts.Count(line.TokensIn), Parts.Count(line.TokensOut),
                Parts.Text(line.Cost is null ? "–" : Numbers.Money(line.Cost)),
            ]));

    private static Markup Time(SpendingReport spending)
    {
        if (spending.Functions.Count == 0)
        {
            return Parts.Nothing("No function call was recorded.");
        }

        double all = spending.Functions.Sum(function => function.Seconds);
        return Markup.Of($"<h3>Time per function</h3><p class=\"note\">Calls may overlap, so the sum can exceed the wall time.</p>{Table.Of(
            "Calls of durable functions and the time they took",
            [Column.Words("Function"), Column.Number("Computed"), Column.Number("Cached"), Column.Number("Failed"), Column.Number("Time"), Column.Words("Share")],
            spending.Functions.OrderByDescending(function => function.Seconds).ThenBy(function => function.Function, StringComparer.Ordinal).Select(function => (IReadOnlyList<Markup>)
            [
                Markup.Of($"<code>{function.Function}</code>"), Parts.Count(function.Computed), Parts.Count(function.Cached), Parts.Count(function.Failed),
                Parts.Text(Numbers.Duration(function.Seconds)), Bar(all > 0 ? function.Seconds / all : 0),
            ]))}");
    }

    private static Markup Bar(double share)
    {
        double width = Math.Clamp(share, 0, 1) * 100;
        return Markup.Of($"<span class=\"bar\" role=\"img\" aria-label=\"{Numbers.Percent(share)}\"><span style=\"width:{width}%\"></span></span>");
    }
}
