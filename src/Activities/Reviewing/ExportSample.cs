using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Reviewing;

namespace Tapir.Activities.Reviewing;

/// <summary>What the student that is about to be exported answers to held-out tasks, beside the first student.</summary>
internal sealed class ExportSample(IArtifactStore artifacts)
{
    public async Task<ReviewSample> MakeAsync(ShowExport input, CancellationToken cancellation)
    {
        IReadOnlyList<Example> heldOut = await artifacts.ReadShardsAsync<Example>(input.HeldOut, cancellation);
        List<(string Student, Dictionary<string, GradedAnswer> Grades)> graded = [];
        foreach ((string student, ArtifactRef grades) in input.Students.Zip(input.Grades).DistinctBy(pair => pair.First))
        {
            IReadOnlyList<GradedAnswer> answers = await artifacts.ReadAllLinesAsync<GradedAnswer>(grades, cancellation);
            graded.Add((student, answers.ToDictionary(answer => answer.Id, StringComparer.Ordinal)));
        }

        ReviewItem[] items =
        [
            .. ReviewSampler.Draw(heldOut, input.Count, input.RandomSeed).Select(example => ReviewItems.Of(
                example,
                teacherScore: null,
                [.. graded.Select(of => new ReviewedAnswer(of.Student, of.Grades[example.Id].Answer, of.Grades[example.Id].Score))],
                $"held out: {string.Join(", ", graded.Select(of => $"{of.Student} {(of.Grades[example.Id].Exact ? "right" : "not right")}"))}")),
        ];
        return new ReviewSample(await artifacts.PutLinesAsync(items, cancellation), items.Length, heldOut.Count);
    }
}
