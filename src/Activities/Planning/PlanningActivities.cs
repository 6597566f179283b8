using Tapir.Activities.Students;
using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Curriculum.Assembly;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;
using Tapir.Functions;
using Tapir.Models.Tokenization;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Planning;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Planning;

/// <summary>Implements <see cref="PlanningFunctions"/>: the decisions are Curriculum's, the reading and writing is here.</summary>
internal sealed class PlanningActivities(IArtifactStore artifacts)
{
    public void AddTo(FunctionCatalog catalog) => catalog
        .AddPausable(PlanningFunctions.SamplePool, SamplePoolAsync)
        .AddPausable(PlanningFunctions.Plan, PlanAsync)
        .AddPausable(PlanningFunctions.Assemble, AssembleAsync);

    private async Task<PoolShards> SamplePoolAsync(FunctionContext context, SamplePool input)
    {
        IReadOnlyList<Example> pool = await artifacts.ReadAllLinesAsync<Example>(input.Pool, context.Cancellation);
        int most = input.Count == 0 ? pool.Count : input.Count;
        IReadOnlyList<PoolEntry> drawn = PoolSample.Draw([.. pool.Select(example => new PoolEntry(example.Id, example.Cell, TokenCount.Zero))], most, input.RandomSeed);
        Dictionary<string, Example> byId = pool.ToDictionary(example => example.Id, StringComparer.Ordinal);
        IReadOnlyList<ArtifactRef> shards = await artifacts.PutShardsAsync([.. drawn.Select(entry => byId[entry.Id])], input.ShardSize, context.Cancellation);
        return new PoolShards(shards, drawn.Count);
    }

    private async Task<PlannedRound> PlanAsync(FunctionContext context, PlanRound input)
    {
        Dictionary<string, Judgement> judgements = await JudgementsAsync(input.Scores, context.Cancellation);
        Dictionary<string, Judgement> previous = await JudgementsAsync(input.PreviousScores, context.Cancellation);
        IReadOnlyList<Example> pool = await artifacts.ReadAllLinesAsync<Example>(input.Pool, context.Cancellation);
        ITextTokenizer tokenizer = await artifacts.ReadTextTokenizerAsync(input.Tokenizer, context.Cancellation);
        RoundSettings settings = SettingsOf(input);
        RoundState state = new(
            input.Round,
            [.. pool.Where(example => judgements.ContainsKey(example.Id)).Select(example => new PoolEntry(example.Id, example.Cell, TokensOf(tokenizer, example)))],
            judgements,
            settings,
            input.RandomSeed,
            previous.Count > 0 ? previous : null);
        RoundPlan plan = (Planners.Find(input.Curriculum.Planner) ?? throw new ArgumentException($"There is no planner '{input.Curriculum.Planner}'; there are {string.Join(", ", Planners.Names)}.")).Plan(state);
        ArtifactRef document = await artifacts.PutJsonAsync(plan, context.Cancellation);
        IReadOnlyList<ArtifactRef> requests = await artifacts.PutShardsAsync(plan.Requests, RequestsPerShard, context.Cancellation);
        return new PlannedRound(document, requests, Summarise(plan, settings, judgements));
    }

    private async Task<AssembledRound> AssembleAsync(FunctionContext context, AssembleRound input)
    {
        RoundPlan plan = await artifacts.ReadJsonAsync<RoundPlan>(input.Plan, context.Cancellation);
        IReadOnlyList<Example> pool = await artifacts.ReadAllLinesAsync<Example>(input.Pool, context.Cancellation);
        IReadOnlyList<Example> expanded = await artifacts.ReadShardsAsync<Example>(input.Expanded, context.Cancellation);
        IReadOnlyList<Example> heldOut = await artifacts.ReadShardsAsync<Example>(input.HeldOut, context.Cancellation);
        ITextTokenizer tokenizer = await artifacts.ReadTextTokenizerAsync(input.Tokenizer, context.Cancellation);
        Dictionary<string, Example> byId = pool.ToDictionary(example => example.Id, StringComparer.Ordinal);
        TrainingCandidate Candidate(Example example) => new(example, TokensOf(tokenizer, example));

        TrainingSet set = Assembler.Assemble(new AssemblyInput
        {
            Hard = [.. plan.HardExampleIds.Select(id => Candidate(byId[id]))],
            Expanded = [.. expanded.Select(Candidate)],
            HardShare = new HardShare(input.HardShare),
            Mixing = MixingOf(input.Curriculum),
            HeldOut = [.. heldOut.Select(example => example.Instruction)],
            HeldOutOverlap = pool.Concat(expanded).Any(example => example.Family is null) ? HeldOutSet.UsualOverlap : null,
            Seed = input.RandomSeed,
        });
        ArtifactRef trainingSet = await artifacts.PutLinesAsync(set.Examples, context.Cancellation);
        ArtifactRef nextPool = await artifacts.PutLinesAsync(pool.Concat(expanded), context.Cancellation);
        AssemblySummary summary = new(
            set.Report.Hard,
            set.Report.Expanded,
            set.Report.HeldOut,
            set.Report.WantedHardShare,
            set.Report.ActualHardShare,
            set.Report.HardShareReason,
            pool.Count + expanded.Count);
        return new AssembledRound(trainingSet, nextPool, summary);
    }

    // A request is a call of the teacher, or a few where it asks for many or too few came back; a shard of them is one durable call.
    private const int RequestsPerShard = 64;

    private static RoundSettings SettingsOf(PlanRound input) => new()
    {
        Size = input.Curriculum.RoundSize,
        TaskMix = input.Curriculum.TaskMix.Count == 0
            ? TaskMix.Paper
            : new TaskMix(input.Curriculum.TaskMix.Select(share => KeyValuePair.Create(new TaskLabel(share.Key), share.Value))),
        Expandable = TeacherCapacity.Of(input.Teacher),
        Threshold = new Threshold(input.Curriculum.Threshold),
        HardShare = new HardShare(input.HardShare),
        Mixing = MixingOf(input.Curriculum),
        CellWeighing = input.Curriculum.Frontier ? CellWeighing.Frontier : CellWeighing.Literal,
        ExamplesInContext = input.Curriculum.InContext,
    };

    private static TokenCount TokensOf(ITextTokenizer tokenizer, Example example) => new(tokenizer.Encode(example.Response).Length);

    private static Mixing MixingOf(CurriculumSpec curriculum) => curriculum.Mixing == MixingKind.Weights ? Mixing.Weights : Mixing.SamplingRatio;

    private async Task<Dictionary<string, Judgement>> JudgementsAsync(IReadOnlyList<ArtifactRef> scores, CancellationToken cancellation)
    {
        IReadOnlyList<ScoredAnswer> scored = await artifacts.ReadShardsAsync<ScoredAnswer>(scores, cancellation);
        return scored.ToDictionary(answer => answer.Id, answer => answer.Judgement, StringComparer.Ordinal);
    }

    private static PlanSummary Summarise(RoundPlan plan, RoundSettings settings, Dictionary<string, Judgement> judgements)
    {
        GapDistribution gaps = GapDistribution.Of(judgements.Values);
        return new PlanSummary(
            judgements.Count,
            gaps.Unscored,
            Selector.Select(judgements, settings.Threshold).Hard.Count,
            gaps.MeanGap,
            gaps.Bins,
            plan.Unplanned,
            [.. plan.Quotas.Select(quota => new QuotaSummary(
                quota.Task.Name, settings.TaskMix.ShareOf(quota.Task), quota.Wanted, quota.Planned, quota.UnmetReason))],
            [.. plan.Cells.Where(cell => cell.Cell is { Family: not null, Level: not null }).Select(cell => new CellSummary(
                cell.Cell.Task.Name, cell.Cell.Family!, cell.Cell.Level!.Value, cell.Shown, cell.Failed, cell.Learnt, cell.Requested))]);
    }
}
