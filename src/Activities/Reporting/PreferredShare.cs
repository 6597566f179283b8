namespace Tapir.Activities.Reporting;

/// <summary>In how many pairs the chosen answer comes before the rejected one, with its 95 % interval.</summary>
/// <param name="Count">Such pairs.</param>
/// <param name="Pairs">All pairs, at least 1.</param>
/// <param name="Share">Their ratio, 0 to 1.</param>
public sealed record PreferredShare(int Count, int Pairs, double Share, double Low, double High);
