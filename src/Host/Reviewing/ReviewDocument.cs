using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Reviewing;

/// <summary>What of a run waits for a review, and what was decided before. The names are a contract with scripts.</summary>
/// <param name="Waiting">Null when nothing waits.</param>
/// <param name="Decided">Decisions so far, in order.</param>
internal sealed record ReviewDocument(string Run, string Status, WaitingDocument? Waiting, IReadOnlyList<ReviewDecision> Decided);

/// <param name="Round">The round, from 1; for the export, the round of the student.</param>
/// <param name="What">What is to be reviewed, in words.</param>
/// <param name="Until">When the default holds.</param>
/// <param name="Of">Number of examples that the items stand for.</param>
public sealed record WaitingDocument(ReviewPoint Point, int Round, string What, DateTimeOffset Until, ReviewVerdict Default, int Of, IReadOnlyList<ReviewItem> Items);
