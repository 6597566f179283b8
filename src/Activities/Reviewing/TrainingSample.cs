using System.Globalization;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Selection;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Reviewing;

namespace Tapir.Activities.Reviewing;

/// <summary>What a round is about to be trained on.</summary>
internal sealed class TrainingSample(IArtifactStore artifacts)
{
    public async Task<ReviewSample> MakeAsync(ShowTraining input, CancellationToken cancellation)
    {
        IReadOnlyList<Example> set = await artifacts.ReadAllLinesAsync<Example>(input.TrainingSet, cancellation);
        IReadOnlyList<ScoredAnswer> scored = await artifacts.ReadShardsAsync<ScoredAnswer>(input.Scores, cancellation);
        Dictionary<string, ScoredAnswer> judged = scored.ToDictionary(answer => answer.Id, StringComparer.Ordinal);
        IReadOnlyList<Example> drawn = ReviewSampler.Draw(set, input.Count, input.RandomSeed);
        Dictionary<string, Example> parents = (await artifacts.ReadAllLinesAsync<Example>(input.Pool, cancellation))
            .Where(example => drawn.Any(shown => shown.ParentId == example.Id))
            .ToDictionary(example => example.Id, StringComparer.Ordinal);
        ReviewItem[] items = [.. drawn.Select(example => ItemOf(example, judged.GetValueOrDefault(example.Id), parents, input.Student))];
        return new ReviewSample(await artifacts.PutLinesAsync(items, cancellation), items.Length, set.Count);
    }

    private static ReviewItem ItemOf(Example example, ScoredAnswer? answer, Dictionary<string, Example> parents, string student)
    {
        Scored? scores = answer?.Judgement as Scored;
        return ReviewItems.Of(
            example, scores?.Teacher.Value, answer is null ? [] : [new ReviewedAnswer(student, answer.Answer, scores?.Student.Value)], WhyOf(example, scores, parents));
    }

    private static string WhyOf(Example example, Scored? scores, Dictionary<string, Example> parents)
    {
        string why = scores is not null ? string.Create(CultureInfo.InvariantCulture, $"from the pool: a gap of {scores.Difficulty.Gap:0.##} between teacher and student")
            : example.ParentId is { } parent && parents.TryGetValue(parent, out Example? after) ? $"new: written after \"{after.Instruction}\""
            : example.Origin == ExampleOrigins.Expanded ? "new: written by the teacher"
            : "from the pool";
        return example.Weight == 1 ? why : string.Create(CultureInfo.InvariantCulture, $"{why}; its loss weighs {example.Weight:0.##}");
    }
}
