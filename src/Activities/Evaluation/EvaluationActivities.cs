using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Curriculum.Evaluation;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Text;
using Tapir.Functions;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Students;
using Tapir.Teachers.Judging;
using Tapir.Teachers.Tutor;

namespace Tapir.Activities.Evaluation;

/// <summary>Implements <see cref="EvaluationFunctions"/>: exact answers, by the tutor for its own tasks, else by the recorded answer.</summary>
internal sealed class EvaluationActivities(IArtifactStore artifacts)
{
    public void AddTo(FunctionCatalog catalog) => catalog.AddPausable(EvaluationFunctions.Grade, GradeAsync);

    private async Task<Measurement> GradeAsync(FunctionContext context, GradeAnswers input)
    {
        IReadOnlyList<Example> heldOut = await artifacts.ReadShardsAsync<Example>(input.HeldOut, context.Cancellation);
        IReadOnlyList<StudentAnswer> answers = await artifacts.ReadShardsAsync<StudentAnswer>(
            [.. input.Answers.Select(shard => shard.Answers)], context.Cancellation);
        GradedAnswer[] grades = [.. Pairs.Of(heldOut, answers, "answers").Select(pair => Grade(pair.First, pair.Second, input.Verifiable))];
        ArtifactRef document = await artifacts.PutLinesAsync(grades, context.Cancellation);

        Outcome[] outcomes = [.. heldOut.Zip(grades, (example, grade) => new Outcome(example.Id, example.Cell, grade.Exact))];
        AccuracyReport report = AccuracyReport.Of(outcomes, input.RandomSeed);
        long tokens = input.Losses.Sum(shard => shard.Tokens);
        return new Measurement(
            IntervalOf(report.Macro),
            report.Total,
            [.. report.Labels.Select(label => new TaskAccuracy(label.Task.Name, label.Correct, label.Total, IntervalOf(label.Accuracy)))],
            [.. outcomes.Where(outcome => outcome.Cell is { Family: not null, Level: not null })
                .GroupBy(outcome => outcome.Cell)
                .OrderBy(cell => cell.Key)
                .Select(cell => new CellAccuracy(cell.Key.Family!, cell.Key.Level!.Value, cell.Count(outcome => outcome.Correct), cell.Count()))],
            tokens > 0 ? input.Losses.Sum(shard => shard.LossSum) / tokens : 0,
            document)
        {
            LongInstructions = input.Answers.Sum(shard => shard.LongInstructions) is > 0 and var count ? count : null,
        };
    }

    private static GradedAnswer Grade(Example example, StudentAnswer answer, bool verifiable)
    {
        if (verifiable)
        {
            double score = EmbeddedTutor.Grade(example.Instruction, answer.Text)?.Value ?? 1;
            return new GradedAnswer(example.Id, example.Task.Name, answer.Text, EmbeddedTutor.IsExact(example.Instruction, answer.Text), score);
        }

        return new GradedAnswer(
            example.Id,
            example.Task.Name,
            answer.Text,
            IsSame(example.Response, answer.Text),
            ReferenceJudge.Score(example.Response, answer.Text).Value);
    }

    // The final result where the recorded answer states one, else the whole text.
    private static bool IsSame(string recorded, string answer) => StatedResult.Find(recorded) is { } result
        ? StatedResult.Same(result, StatedResult.FindLeniently(answer))
        : InstructionText.Normalize(recorded) == InstructionText.Normalize(answer);

    private static AccuracyInterval IntervalOf(Estimate estimate) => new(estimate.Value, estimate.Low, estimate.High);
}
