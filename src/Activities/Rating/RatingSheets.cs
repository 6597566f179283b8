using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Rating;
using Tapir.Orchestrations.Evaluation;

namespace Tapir.Activities.Rating;

/// <summary>Reads what people are asked about a run from its artifacts.</summary>
public sealed class RatingSheets(IArtifactStore artifacts)
{
    /// <param name="pair">One that the run has.</param>
    /// <exception cref="ArtifactLostException">The answers are not in the store any more.</exception>
    public async Task<RatingSheet> ReadAsync(RatedRun run, RatedPair pair, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(pair);
        IReadOnlyList<Example> heldOut = await artifacts.ReadShardsAsync<Example>(run.HeldOut, cancellation);
        Func<Example, string> baseline = await AnswersAsync(run, pair.Baseline, cancellation);
        Func<Example, string> candidate = await AnswersAsync(run, pair.Candidate, cancellation);
        return RatingSheet.Of(pair, heldOut.Select(example => new RatingItem(example.Task, example.Instruction, baseline(example), candidate(example))), run.Seed);
    }

    private async Task<Func<Example, string>> AnswersAsync(RatedRun run, Contestant contestant, CancellationToken cancellation)
    {
        if (contestant is TeacherContestant)
        {
            return example => example.Response;
        }

        IReadOnlyList<GradedAnswer> grades = await artifacts.ReadAllLinesAsync<GradedAnswer>(run.Students.Single(answers => answers.Student == contestant).Grades, cancellation);
        Dictionary<string, string> answers = grades.ToDictionary(grade => grade.Id, grade => grade.Answer, StringComparer.Ordinal);
        return example => answers[example.Id];
    }
}
