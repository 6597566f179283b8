namespace Tapir.Activities.Reporting;

/// <summary>How a run was made: enough to make it again.</summary>
public sealed record RunOrigin
{
    /// <summary>The version of Tapir that made the run.</summary>
    public required string TapirVersion { get; init; }

    /// <summary>When the run was first started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the run ended; null while it has not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Seconds during which the run was worked on, interruptions left out; null where not known. The time from start
    /// to finish is the difference of the two instants.</summary>
    public double? WallSeconds { get; init; }

    /// <summary>Name of the round planner: <c>tapir</c>, <c>random</c>, ...</summary>
    public required string Planner { get; init; }

    /// <summary>The random seed of the spec.</summary>
    public long RandomSeed { get; init; }

    /// <summary>Model that taught, as named in the spec.</summary>
    public string? Teacher { get; init; }

    /// <summary>What judged answers, as named in the spec.</summary>
    public string? Judge { get; init; }

    /// <summary>The student in a few words: family, layers, width.</summary>
    public string? StudentModel { get; init; }

    /// <summary>Device, threads, instruction set and libtorch, on which the student's bytes depend.</summary>
    public required string NumericEnvironment { get; init; }

    /// <summary>SHA-256 of the resolved spec, 64 hexadecimal digits.</summary>
    public required string SpecDigest { get; init; }

    /// <summary>SHA-256 of what two runs must have in common to be compared: the resolved spec without planner, random seed, budget, prices and the place of
    /// the seed file; null in reports that are older.</summary>
    public string? ComparisonDigest { get; init; }

    /// <summary>How the run read what the method's texts leave open.</summary>
    public IReadOnlyList<Reading> Readings { get; init; } = [];
}
