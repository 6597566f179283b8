using System.Globalization;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Selection;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Reviewing;

namespace Tapir.Activities.Reviewing;

/// <summary>What was selected to be trained on again, with the judge's scores; where that is too few to fill the sample, also what was not.</summary>
internal sealed class SelectionSample(IArtifactStore artifacts)
{
    public async Task<ReviewSample> MakeAsync(ShowSelection input, CancellationToken cancellation)
    {
        IReadOnlyList<ScoredAnswer> scored = await artifacts.ReadShardsAsync<ScoredAnswer>(input.Scores, cancellation);
        Dictionary<string, ScoredAnswer> judged = scored.ToDictionary(answer => answer.Id, StringComparer.Ordinal);
        RoundPlan plan = await artifacts.ReadJsonAsync<RoundPlan>(input.Plan, cancellation);
        HashSet<string> selected = [.. plan.HardExampleIds];
        IReadOnlyList<Example> pool = await artifacts.ReadAllLinesAsync<Example>(input.Pool, cancellation);
        Example[] shown = [.. pool.Where(example => judged.ContainsKey(example.Id))];
        IReadOnlyList<Example> taken = ReviewSampler.Draw([.. shown.Where(example => selected.Contains(example.Id))], input.Count, input.RandomSeed);
        IReadOnlyList<Example> left = ReviewSampler.Draw([.. shown.Where(example => !selected.Contains(example.Id))], input.Count - taken.Count, input.RandomSeed);
        ReviewItem[] items =
        [
            .. taken.Select(example => ItemOf(example, judged[example.Id], input.Student, $"selected: {WhyOf(judged[example.Id].Judgement, input.Threshold)}")),
            .. left.Select(example => ItemOf(example, judged[example.Id], input.Student, $"not selected: {WhyOf(judged[example.Id].Judgement, input.Threshold)}")),
        ];
        return new ReviewSample(await artifacts.PutLinesAsync(items, cancellation), items.Length, selected.Count);
    }

    private static ReviewItem ItemOf(Example example, ScoredAnswer answer, string student, string why) => ReviewItems.Of(
        example,
        (answer.Judgement as Scored)?.Teacher.Value,
        [new ReviewedAnswer(student, answer.Answer, (answer.Judgement as Scored)?.Student.Value)],
        why);

    private static string WhyOf(Judgement judgement, double threshold) => judgement switch
    {
        Scored scored => string.Create(
            CultureInfo.InvariantCulture,
            $"the teacher scored {scored.Teacher}, the student {scored.Student}; the gap of {scored.Difficulty.Gap:0.##} is {(scored.Difficulty.Gap > threshold ? "above" : "not above")} {threshold:0.##}"),
        Unscored unscored => $"the judge gave no score ({unscored.Reason})",
        _ => throw new ArgumentOutOfRangeException(nameof(judgement), judgement, "A judgement is scored or unscored."),
    };
}
