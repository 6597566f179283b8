using Tapir.Teachers.Budgets;

namespace Tapir.Teachers.Ledger;

/// <summary>The most that one call can use: what its intent sets aside from the budget.</summary>
/// <param name="Tokens">Input and output together.</param>
/// <param name="NanoCost">In billionths of the currency's unit, so that sums are exact.</param>
public readonly record struct Reservation(long Tokens, long NanoCost)
{
    private const decimal NanosPerUnit = 1_000_000_000m;

    /// <summary>Money in billionths, rounded up.</summary>
    public static long ToNano(decimal money) => (long)Math.Ceiling(money * NanosPerUnit);

    /// <summary>Billionths as money.</summary>
    public static decimal ToMoney(long nano) => nano / NanosPerUnit;

    /// <summary>What it takes from a budget.</summary>
    public Spending AsSpending() => new(1, Tokens, ToMoney(NanoCost));
}
