using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Seeding;

/// <summary>Step 1 of a run: import D, hold out what the students are measured on, give every instruction a task label.</summary>
public static class SeedFunctions
{
    public static readonly DurableFunction<ImportSeed, SeedDataset> Import = new("seeding.import", version: 1, CachePolicy.Forever);

    public static readonly DurableFunction<LabelSeed, LabelledSeed> Label = new("seeding.label", version: 1, CachePolicy.Forever) { Reproducible = false };
}

/// <param name="File">The user's seed file, stored as it is; null when the tutor writes the seed.</param>
/// <param name="FileName">Its name, for messages.</param>
public sealed record ImportSeed(ArtifactRef? File, string? FileName, SeedSpec Seed, EvaluationSpec Evaluation, int RandomSeed)
{
    /// <value>More files whose rows join those of the first; null for none.</value>
    public IReadOnlyList<SeedSource>? Also { get; init; }
}

/// <param name="Pool">Examples to train on, as JSON lines.</param>
/// <param name="HeldOut">Examples to measure on, in shards of <see cref="EvaluationSpec.ShardSize"/>; none of their instructions is in the pool.</param>
/// <param name="RowsRead">Rows of the files that could be used, those left out by <see cref="SeedSpec.Limit"/> included.</param>
/// <param name="Verifiable">Whether the tutor can grade the held-out answers; else they are compared with the recorded ones.</param>
/// <param name="Rejected">Rows set aside with file, line and reason, as JSON lines; null when there were none.</param>
/// <param name="Format">The file's format, those of several with a comma between; null where the tutor wrote the seed.</param>
/// <param name="RejectedReasons">Rows set aside, by reason.</param>
/// <param name="LabelSources">Number of pool examples by where their label came from: data, tutor, or none (then Others).</param>
public sealed record SeedDataset(
    ArtifactRef Pool,
    IReadOnlyList<ArtifactRef> HeldOut,
    int PoolCount,
    int HeldOutCount,
    bool Verifiable,
    int RowsRead,
    int RowsRejected,
    ArtifactRef? Rejected,
    string? Format,
    IReadOnlyDictionary<string, int> RejectedReasons,
    IReadOnlyDictionary<string, int> LabelSources)
{
    /// <value>Rows that are left by <see cref="SeedSpec.Limit"/>, where there are several files; null where there is one.</value>
    public int? RowsDrawn { get; init; }

    /// <summary>Rows of a seed file that could be read and are in neither pool nor held-out set: they overlap a held-out row, so training on them would give its answer away.</summary>
    /// <param name="seed">What the import was asked for.</param>
    public int OverlappingOf(SeedSpec seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        int used = RowsDrawn ?? (seed.Limit == 0 ? RowsRead : Math.Min(seed.Limit, RowsRead));
        return Format is null ? 0 : used - PoolCount - HeldOutCount;
    }
}

public sealed record LabelSeed(SeedDataset Seed, TeacherModel Teacher, int RandomSeed);

/// <param name="Labels">Number of pool examples by task label.</param>
/// <param name="Sources">Number of pool examples by where their label came from: data, tutor, teacher, classifier, none.</param>
public sealed record LabelledSeed(SeedDataset Seed, IReadOnlyDictionary<string, int> Labels, IReadOnlyDictionary<string, int> Sources);
