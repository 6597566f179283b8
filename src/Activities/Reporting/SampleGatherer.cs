using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Reporting;

namespace Tapir.Activities.Reporting;

/// <summary>Chooses three held-out tasks of each label to show the first and the last student's answers side by side.</summary>
internal sealed class SampleGatherer(IArtifactStore artifacts)
{
    private const int PerTask = 3;

    public async Task<IReadOnlyList<BeforeAfter>> GatherAsync(WriteReport input, CancellationToken cancellation)
    {
        if (input.Rounds.Count < 2)
        {
            return [];
        }

        (RoundOutcome first, LastStudent last) = (input.Rounds[0], LastStudent.Of(input.Rounds, input.Preference));
        IReadOnlyList<Example> heldOut = await artifacts.ReadShardsAsync<Example>(input.Seed.Seed.HeldOut, cancellation);
        Dictionary<string, GradedAnswer> before = await GradesAsync(first.Measurement, cancellation);
        Dictionary<string, GradedAnswer> after = await GradesAsync(last.Measurement, cancellation);
        bool verifiable = input.Seed.Seed.Verifiable;
        return [.. heldOut.GroupBy(example => example.Task).OrderBy(task => task.Key).SelectMany(task => Choose([.. task], before, after).Select(example =>
            new BeforeAfter(
                example.Task.Name,
                example.Instruction,
                example.Response,
                Shown($"S_{first.Round}", before[example.Id], verifiable),
                Shown(last.Name, after[example.Id], verifiable))
            {
                Family = example.Family,
                Level = example.Level,
            }))];
    }

    /// <summary>One that was learnt, one that is still wrong, and one that was right before, where there are such; never the best three.</summary>
    private static IEnumerable<Example> Choose(Example[] task, Dictionary<string, GradedAnswer> before, Dictionary<string, GradedAnswer> after)
    {
        Example?[] wanted =
        [
            Array.Find(task, example => !before[example.Id].Exact && after[example.Id].Exact),
            Array.Find(task, example => !after[example.Id].Exact),
            Array.Find(task, example => before[example.Id].Exact && after[example.Id].Exact),
        ];
        return wanted.OfType<Example>().Concat(task).DistinctBy(example => example.Id).Take(PerTask);
    }

    private static StudentAnswer Shown(string student, GradedAnswer graded, bool verifiable) =>
        new(student, graded.Answer, verifiable || graded.Exact ? graded.Exact : null, graded.Score);

    private async Task<Dictionary<string, GradedAnswer>> GradesAsync(Measurement measured, CancellationToken cancellation) =>
        (await artifacts.ReadAllLinesAsync<GradedAnswer>(measured.Grades, cancellation)).ToDictionary(grade => grade.Id, StringComparer.Ordinal);
}
