namespace Tapir.Teachers.Ledger;

/// <summary>What a transaction adds to one line of the totals.</summary>
internal readonly record struct TotalsChange(
    long Calls, long Unanswered, long Hits, long InputTokens, long OutputTokens, long ReservedTokens, long NanoCost, long ReservedNanoCost)
{
    public static TotalsChange Hit => new(0, 0, 1, 0, 0, 0, 0, 0);

    public static TotalsChange OfIntent(Reservation r) => new(1, 1, 0, 0, 0, r.Tokens, 0, r.NanoCost);

    public static TotalsChange OfResponse(ResponseWrite w) => new(
        0, -1, 0, w.Response.InputTokens, w.Response.OutputTokens, -w.Reservation.Tokens, w.NanoCost, -w.Reservation.NanoCost);

    public static TotalsChange OfUncharged(Reservation r) => new(-1, -1, 0, 0, 0, -r.Tokens, 0, -r.NanoCost);

    public TotalsChange Add(TotalsChange o) => new(
        Calls + o.Calls,
        Unanswered + o.Unanswered,
        Hits + o.Hits,
        InputTokens + o.InputTokens,
        OutputTokens + o.OutputTokens,
        ReservedTokens + o.ReservedTokens,
        NanoCost + o.NanoCost,
        ReservedNanoCost + o.ReservedNanoCost);

    /// <summary>What it adds to the amounts that the budget limits.</summary>
    public Budgets.Spending AsSpending() => new(
        Calls, InputTokens + OutputTokens + ReservedTokens, Reservation.ToMoney(NanoCost + ReservedNanoCost));
}
