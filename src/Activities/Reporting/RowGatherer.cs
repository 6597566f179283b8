using Tapir.Artifacts;
using Tapir.Curriculum.Evaluation;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Text;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Seeding;

namespace Tapir.Activities.Reporting;

/// <summary>A student on the held-out rows of the user's data.</summary>
internal sealed class RowGatherer(IArtifactStore artifacts)
{
    public async Task<HeldOutRows> GatherAsync(Measurement measured, SeedDataset seed, CancellationToken cancellation)
    {
        IReadOnlyList<Example> heldOut = await artifacts.ReadShardsAsync<Example>(seed.HeldOut, cancellation);
        IReadOnlyList<GradedAnswer> grades = await artifacts.ReadAllLinesAsync<GradedAnswer>(measured.Grades, cancellation);
        Dictionary<string, string> answers = grades.ToDictionary(grade => grade.Id, grade => grade.Answer, StringComparer.Ordinal);
        int correct = measured.ByTask.Sum(task => task.Correct);
        Estimate share = WilsonInterval.Of(correct, measured.Count);
        return new HeldOutRows(measured.Count, measured.Loss, correct, share.Value, share.Low, share.High)
        {
            Overlap = heldOut.Select(example => RougeL.Score(example.Response, answers[example.Id])).DefaultIfEmpty().Average(),
        };
    }
}
