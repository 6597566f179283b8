using System.Text.Json;
using Tapir.Artifacts;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Reviewing;

namespace Tapir.Activities.Reporting;

/// <summary>All that was decided at a run's review points, with what was shown there.</summary>
internal sealed class ReviewGatherer(IArtifactStore artifacts)
{
    /// <summary>In the order in which the run came by the points.</summary>
    public static IEnumerable<RecordedReview> AllOf(WriteReport input) => input.Rounds.SelectMany(round => round.Reviews ?? []).Concat(input.Reviews ?? []);

    public async Task<IReadOnlyList<ReviewReport>> GatherAsync(WriteReport input, CancellationToken cancellation)
    {
        List<ReviewReport> reviews = [];
        foreach ((ReviewDecision decision, ArtifactRef record) in AllOf(input))
        {
            reviews.Add(new ReviewReport(
                NameOf(decision.Point),
                decision.Round,
                NameOf(decision.Verdict),
                decision.By,
                decision.Note,
                decision.At,
                record.Digest,
                await artifacts.ReadAllLinesAsync<ReviewItem>(decision.Sample, cancellation)));
        }

        return reviews;
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
