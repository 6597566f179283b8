using Tapir.Activities.Reporting;

namespace Tapir.Host.Rating;

/// <summary>What people say of a run's answers so far. The names are a contract with scripts.</summary>
/// <param name="Pairs">The pair that was asked for; where none was, S_0 with the last student and every other that was rated.</param>
internal sealed record RatingDocument(string Run, IReadOnlyList<RatingReport> Pairs);
