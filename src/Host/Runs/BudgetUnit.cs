namespace Tapir.Host.Runs;

/// <summary>What a budget is counted in.</summary>
internal enum BudgetUnit
{
    Calls,
    Tokens,
    Money,
}
