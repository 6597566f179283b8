namespace Tapir.Activities.Reporting;

/// <param name="Round">The round that judged them.</param>
/// <param name="Pairs">How many pairs are of its judgements.</param>
public sealed record RoundPairs(int Round, int Pairs);
