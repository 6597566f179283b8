using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Host.Serving;
using Tapir.Orchestrations.Distilling;

namespace Tapir.Host.Examples;

/// <summary>The artifacts of a run that its examples are read from, as far as its rounds are done.</summary>
/// <param name="Pool">The last round's pool: the seed's first, then what each round added, in the order of the rounds.</param>
/// <param name="SeedCount">How many of it are the seed's.</param>
/// <param name="Rounds">Of S_0 the training set and the grades alone.</param>
/// <param name="Threshold">Gap above which an example is hard.</param>
internal sealed record ExampleSources(
    ArtifactRef Pool, int SeedCount, IReadOnlyList<ArtifactRef> HeldOut, int HeldOutCount, IReadOnlyList<RoundSources> Rounds, double Threshold, string Planner)
{
    // Part of the digest: an index that another Tapir built in another form is not taken for one of this.
    private const int FormVersion = 1;

    /// <summary>Twenty hexadecimal digits that change whenever what would be read does.</summary>
    [JsonIgnore]
    public string Digest =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { FormVersion, Sources = this }, FunctionJson.Options)))[..20];

    /// <summary>Rows to be read and written, about: what progress is told in.</summary>
    [JsonIgnore]
    public long Work => Rounds[^1].PoolCount + HeldOutCount + Rounds.Sum(round => 2L * round.JudgedCount) + (Rounds.Count * (long)HeldOutCount);

    /// <summary>Null before the first round is done: until then nothing was judged.</summary>
    public static ExampleSources? Of(RunView view) => view.Rounds.Count < 2 || view.Seed is not { } seed
        ? null
        : new ExampleSources(
            view.Rounds[^1].Pool,
            seed.Seed.PoolCount,
            seed.Seed.HeldOut,
            seed.Seed.HeldOutCount,
            [.. view.Rounds.Select(round => RoundSources.Of(round, seed.Seed.PoolCount))],
            view.Run.Spec.Curriculum.Threshold,
            view.Run.Spec.Curriculum.Planner);
}

/// <param name="Round">0 for S_0.</param>
/// <param name="PoolCount">Examples in the pool when the round ended.</param>
/// <param name="Scores">Judged answers of S_(r-1), in shards; none for S_0.</param>
/// <param name="Grades">Answers of S_r to the held-out tasks.</param>
internal sealed record RoundSources(int Round, int PoolCount, IReadOnlyList<ArtifactRef> Scores, int JudgedCount, ArtifactRef? Plan, ArtifactRef TrainingSet, ArtifactRef Grades)
{
    public static RoundSources Of(RoundOutcome round, int seedCount) => new(
        round.Round,
        round.Curriculum?.Assembled.PoolCount ?? seedCount,
        round.Curriculum?.Scores ?? [],
        round.Curriculum?.Planned.Judged ?? 0,
        round.Curriculum?.Plan,
        round.TrainingSet,
        round.Measurement.Grades);
}
