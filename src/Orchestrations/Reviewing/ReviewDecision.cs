using Tapir.Artifacts;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Reviewing;

/// <summary>What was decided at a review point.</summary>
/// <param name="Round">The round, from 1; for the export, the round of the student.</param>
/// <param name="Note">Why, in the person's words; null for none.</param>
/// <param name="By">Who decided; null where nobody answered in time and the default holds.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Sample">What was shown: <see cref="ReviewItem"/> as JSON lines.</param>
public sealed record ReviewDecision(ReviewPoint Point, int Round, ReviewVerdict Verdict, string? Note, string? By, DateTimeOffset At, ArtifactRef Sample);

/// <summary>A decision that is on record.</summary>
/// <param name="Record">The decision as a JSON document, made from the sample that it is on.</param>
public sealed record RecordedReview(ReviewDecision Decision, ArtifactRef Record);
