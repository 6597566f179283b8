using System.Globalization;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Runs;

/// <summary>By how much a budget is raised: <c>5000calls</c>, <c>2000000tokens</c>, or <c>12.50</c> for money.</summary>
/// <param name="More">Above 0; a whole number of calls or tokens.</param>
internal sealed record BudgetAmount(decimal More, BudgetUnit Unit)
{
    /// <exception cref="StateException">The text is no amount.</exception>
    public static BudgetAmount Parse(string text)
    {
        BudgetUnit unit = text.EndsWith("calls", StringComparison.Ordinal) ? BudgetUnit.Calls
            : text.EndsWith("tokens", StringComparison.Ordinal) ? BudgetUnit.Tokens
            : BudgetUnit.Money;
        string number = unit == BudgetUnit.Money ? text : text[..^unit.ToString().Length];
        bool isWhole = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal more) && more > 0 && (isWhole || unit == BudgetUnit.Money)
            ? new BudgetAmount(more, unit)
            : throw new StateException($"'{text}' is no amount; write 5000calls, 2000000tokens, or 12.50 for money.");
    }

    /// <exception cref="StateException">The budget has no limit of this unit, or would have more money than can be counted.</exception>
    public BudgetSpec AddTo(BudgetSpec budget) => Unit switch
    {
        BudgetUnit.Calls => budget with { Calls = Sum(budget.Calls) },
        BudgetUnit.Tokens => budget with { Tokens = Sum(budget.Tokens) },
        _ => budget with { Money = SumOfMoney(budget.Money) },
    };

    private long Sum(long? limit) => limit is { } some ? (long)Math.Min(some + More, long.MaxValue) : throw Unlimited();

    private double SumOfMoney(double? limit)
    {
        double sum = (limit ?? throw Unlimited()) + (double)More;
        return sum <= BudgetSpec.MostMoney
            ? sum
            : throw new StateException(string.Create(
                CultureInfo.InvariantCulture, $"{limit:#,0.##} and {More:#,0.##} of money are more than a budget can have, which is {BudgetSpec.MostMoney:#,0}; add less."));
    }

    private StateException Unlimited() => new($"The run has no limit of {Unit.ToString().ToLowerInvariant()}, so there is nothing to raise.");
}
