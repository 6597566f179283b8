namespace Tapir.Teachers.Budgets;

/// <summary>The next call could go over the run's budget, so it was not made.</summary>
public sealed class BudgetExceededException : RunPausedException
{
    /// <param name="spent">What the run had spent, calls that were sent and never answered included.</param>
    internal BudgetExceededException(string run, Spending spent, Spending next, BudgetLimits limits)
        : base(Describe(run, spent, next, limits))
    {
    }

    private static string Describe(string run, Spending spent, Spending next, BudgetLimits limits) =>
        $"The budget of run {run} stops here: it has spent {Amounts(spent, limits)}, and the next call may cost up to "
        + $"{next.Tokens:N0} tokens, which would make {(spent + next).FirstOver(limits)}. Nothing is lost. Raise the budget with "
        + $"`tapir budget {run} add AMOUNT`, and the run goes on from here.";

    private static string Amounts(Spending spent, BudgetLimits limits) =>
        $"{spent.Calls:N0}{Of(limits.Calls)} calls, {spent.Tokens:N0}{Of(limits.Tokens)} tokens, {spent.Money:0.######}"
        + (limits.Money is { } money ? $" of {money:0.######}" : "") + " in money";

    private static string Of(long? limit) => limit is { } value ? $" of {value:N0}" : "";
}
