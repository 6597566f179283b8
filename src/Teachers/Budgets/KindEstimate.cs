namespace Tapir.Teachers.Budgets;

/// <summary>What the calls of one kind to one model will probably cost.</summary>
public sealed record KindEstimate(string Kind, string Model, Spending Spending);
