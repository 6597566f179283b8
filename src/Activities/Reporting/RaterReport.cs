namespace Tapir.Activities.Reporting;

/// <summary>How much one person rated.</summary>
/// <param name="Rater">Who.</param>
/// <param name="Rated">Instructions.</param>
public sealed record RaterReport(string Rater, int Rated);
