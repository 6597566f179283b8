using Tapir.Activities.Students;
using Tapir.Activities.Teaching;
using Tapir.Activities.Training;
using Tapir.Artifacts;
using Tapir.Curriculum.Assembly;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Preference;
using Tapir.Curriculum.Selection;
using Tapir.Functions;
using Tapir.Models;
using Tapir.Models.Training;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Specs;
using StudentAnswer = Tapir.Orchestrations.Students.StudentAnswer;

namespace Tapir.Activities.Preference;

/// <summary>Implements <see cref="PreferenceFunctions"/>.</summary>
internal sealed class PreferenceActivities(IArtifactStore artifacts, ComputeSlots slots)
{
    // So many are measured between two words on how far it is.
    private const int PairsAtOnce = 16;

    public void AddTo(FunctionCatalog catalog) => catalog
        .AddPausable(PreferenceFunctions.SelectPairs, SelectAsync)
        .AddPausable(PreferenceFunctions.MeasurePairs, MeasureAsync);

    private async Task<SelectedPairs> SelectAsync(FunctionContext context, SelectPairs input)
    {
        IReadOnlyList<Example> pool = await artifacts.ReadAllLinesAsync<Example>(input.Pool, context.Cancellation);
        IReadOnlyList<Example> heldOut = await artifacts.ReadShardsAsync<Example>(input.HeldOut, context.Cancellation);
        Dictionary<string, Example> byId = pool.ToDictionary(example => example.Id, StringComparer.Ordinal);
        List<JudgedAnswer> judged = [];
        foreach (RoundJudgements round in input.Judged)
        {
            judged.AddRange(await JudgedAsync(round, byId, context.Cancellation));
        }

        // As when a training set is put together.
        HeldOutSet unseen = new(heldOut.Select(example => example.Instruction), pool.Any(example => example.Family is null) ? HeldOutSet.UsualOverlap : null);
        PairSelection selection = await slots.RunAsync(
            input.Student.Model,
            student => PairSelector.Select(
                judged,
                new PairLimits(new Threshold(input.Threshold), student.Config.ContextLength, input.Tokens),
                unseen,
                pair => EncodedPair.Of(student.Chat, pair).Lengths,
                input.RandomSeed),
            context);
        return new SelectedPairs(
            await artifacts.PutLinesAsync(selection.Pairs, context.Cancellation),
            await artifacts.PutShardsAsync(selection.Pairs, input.ShardSize, context.Cancellation),
            selection.Pairs.Count,
            selection.Tokens,
            new SortedDictionary<int, int>(selection.Pairs.CountBy(pair => pair.Round).ToDictionary()),
            selection.LeftOut);
    }

    private async Task<IEnumerable<JudgedAnswer>> JudgedAsync(RoundJudgements round, Dictionary<string, Example> pool, CancellationToken cancellation)
    {
        IReadOnlyList<ScoredAnswer> scores = await artifacts.ReadShardsAsync<ScoredAnswer>(round.Scores, cancellation);
        IReadOnlyList<StudentAnswer> answers = await artifacts.ReadShardsAsync<StudentAnswer>(round.Answers, cancellation);
        return Pairs.Of(scores, answers, "answers")
            .Where(pair => pair.First.Judgement is Scored)
            .Select(pair => new JudgedAnswer(
                round.Round, pool[pair.First.Id], pair.First.Answer, pair.Second.Truncated, ((Scored)pair.First.Judgement).Difficulty));
    }

    private async Task<MeasuredPairs> MeasureAsync(FunctionContext context, MeasurePairs input)
    {
        IReadOnlyList<PreferencePair> pairs = await artifacts.ReadAllLinesAsync<PreferencePair>(input.Pairs, context.Cancellation);
        List<PairLogProbabilities> measured = await slots.RunAsync(input.Student.Model, student => Measure(student, pairs, input, context), context);
        return new MeasuredPairs(await artifacts.PutLinesAsync(measured, context.Cancellation), measured.Count);
    }

    private static List<PairLogProbabilities> Measure(Student student, IReadOnlyList<PreferencePair> pairs, MeasurePairs input, FunctionContext context)
    {
        List<PairLogProbabilities> measured = [];
        foreach (PreferencePair[] some in pairs.Chunk(PairsAtOnce))
        {
            EncodedPair[] encoded = [.. some.Select(pair => EncodedPair.Of(student.Chat, pair))];
            IReadOnlyList<double> sums = StudentTrainer.LogProbabilities(
                student.Weights,
                [.. encoded.SelectMany(pair => pair.Examples)],
                Environment.ProcessorCount,
                TrainingDevices.Of(input.Device),
                TrainingDevices.Of(input.Precision ?? TrainingPrecision.Float32),
                context.Cancellation);
            measured.AddRange(some.Select((pair, i) => new PairLogProbabilities(
                pair.Id, sums[2 * i], sums[(2 * i) + 1], AnswerOf(encoded[i].Chosen), AnswerOf(encoded[i].Rejected))));
            context.Report(measured.Count, pairs.Count, "pairs");
        }

        return measured;
    }

    private static int AnswerOf(EncodedExample example) => example.Tokens.Length - example.PromptLength;
}
