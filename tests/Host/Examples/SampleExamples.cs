using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;
using Tapir.Host.Examples;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Judging;

namespace Tapir.Host.Tests.Examples;

/// <summary>The artifacts of a run of two rounds, put together example by example.</summary>
internal sealed class SampleExamples(IArtifactStore artifacts)
{
    private readonly List<Example> seed = [];
    private readonly List<Example> expanded = [];
    private readonly List<Example> heldOut = [];
    private readonly Dictionary<int, List<ScoredAnswer>> scores = new() { [1] = [], [2] = [] };
    private readonly Dictionary<int, List<GradedAnswer>> grades = new() { [0] = [], [1] = [], [2] = [] };
    private readonly Dictionary<int, List<string>> hard = new() { [1] = [], [2] = [] };
    private readonly Dictionary<int, List<string>> trained = new() { [1] = [], [2] = [] };

    public SampleExamples Seed(string id, string instruction, string response, string task = "Math", string? family = null)
    {
        seed.Add(new Example(id, instruction, response, new TaskLabel(task), family, family is null ? null : 1, ExampleOrigins.Seed, ParentId: null));
        return this;
    }

    /// <summary>Written in round 1.</summary>
    public SampleExamples New(string id, string instruction, string response, bool isTrained)
    {
        expanded.Add(new Example(id, instruction, response, new TaskLabel("Math"), Family: null, Level: null, ExampleOrigins.Expanded, ParentId: null));
        if (isTrained)
        {
            trained[1].Add(id);
        }

        return this;
    }

    public SampleExamples HeldOut(string id, string instruction, string response, params string[] answers)
    {
        heldOut.Add(new Example(id, instruction, response, new TaskLabel("Math"), Family: null, Level: null, ExampleOrigins.Seed, ParentId: null));
        for (int round = 0; round < answers.Length; round++)
        {
            bool isRight = answers[round] == response;
            grades[round].Add(new GradedAnswer(id, "Math", answers[round], isRight, isRight ? 10 : 1));
        }

        return this;
    }

    public SampleExamples Judged(int round, string id, string answer, double teacher, double student)
    {
        scores[round].Add(new ScoredAnswer(id, answer, new Scored(new JudgeScore(teacher), new JudgeScore(student))));
        return this;
    }

    public SampleExamples Unscored(int round, string id, string answer, string reason)
    {
        scores[round].Add(new ScoredAnswer(id, answer, new Unscored(reason)));
        return this;
    }

    public SampleExamples Selected(int round, string id, bool isTrained = true)
    {
        hard[round].Add(id);
        if (isTrained)
        {
            trained[round].Add(id);
        }

        return this;
    }

    public async Task<ExampleSources> StoreAsync()
    {
        Dictionary<string, Example> all = seed.Concat(expanded).ToDictionary(example => example.Id);
        ArtifactRef pool = await artifacts.PutLinesAsync(seed.Concat(expanded));
        List<RoundSources> rounds = [new(0, seed.Count, [], 0, null, pool, await artifacts.PutLinesAsync(grades[0]))];
        foreach (int round in new[] { 1, 2 })
        {
            RoundPlan plan = new("tapir", round, new HardShare(0.3), hard[round], [], 0, [], [], 0);
            rounds.Add(new RoundSources(
                round,
                seed.Count + expanded.Count,
                // In shards, and not in the pool's order.
                [.. await Task.WhenAll(scores[round].AsEnumerable().Reverse().Chunk(7 + (scores[round].Count / 50)).Select(shard => artifacts.PutLinesAsync(shard)))],
                scores[round].Count,
                await artifacts.PutJsonAsync(plan),
                await artifacts.PutLinesAsync(trained[round].Select(id => all[id])),
                await artifacts.PutLinesAsync(grades[round])));
        }

        return new ExampleSources(pool, seed.Count, [await artifacts.PutLinesAsync(heldOut)], heldOut.Count, rounds, Threshold: 2, "tapir");
    }
}
