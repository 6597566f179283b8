using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Selection;
using Tapir.Functions;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Teachers.Judging;

namespace Tapir.Activities.Judging;

/// <summary>Implements <see cref="JudgingFunctions"/>.</summary>
internal sealed class JudgingActivities(IArtifactStore artifacts, TeacherDesk teachers)
{
    public void AddTo(FunctionCatalog catalog) => catalog.AddPausable(JudgingFunctions.ScoreShard, ScoreShardAsync);

    private async Task<ShardScores> ScoreShardAsync(FunctionContext context, ScoreShard input)
    {
        IReadOnlyList<Example> examples = await artifacts.ReadAllLinesAsync<Example>(input.Examples, context.Cancellation);
        IReadOnlyList<StudentAnswer> answers = await artifacts.ReadAllLinesAsync<StudentAnswer>(input.Answers, context.Cancellation);
        JudgeWithRetries judge = new(JudgeOf(input, context), input.Judge.Retries);
        int done = 0;
        ScoredAnswer[] scores = await Task.WhenAll(Pairs.Of(examples, answers, "answers").Select(async pair =>
        {
            (Example example, StudentAnswer answer) = pair;
            Judgement judgement = await judge.JudgeAsync(example.Instruction, example.Response, answer.Text, sampleIndex: 0, context.Cancellation);
            context.Report(Interlocked.Increment(ref done), examples.Count, "judgements");
            return new ScoredAnswer(example.Id, answer.Text, judgement);
        }));
        return new ShardScores(
            await artifacts.PutLinesAsync(scores, context.Cancellation),
            scores.Count(score => score.Judgement is Scored),
            scores.Count(score => score.Judgement is Unscored));
    }

    private IJudge JudgeOf(ScoreShard input, FunctionContext context) => input.Judge.Kind == JudgeKind.Reference
        ? new ReferenceJudge()
        : new PairwiseJudge(
            teachers.Open(input.Model ?? throw new ArgumentException($"A judge of kind {input.Judge.Kind} needs a model."), context),
            // The tutor is an oracle: it has no liking for the first place that a second question could cancel.
            new PairwiseJudgeOptions { BothOrders = input.Judge is { Kind: JudgeKind.Teacher, SwapOrder: true } });
}
