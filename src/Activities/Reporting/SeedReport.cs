namespace Tapir.Activities.Reporting;

/// <summary>What became of the seed file.</summary>
public sealed record SeedReport
{
    /// <summary>The seed as the spec names it.</summary>
    public required string Source { get; init; }

    /// <summary>Format recognised, for example <c>alpaca</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Rows read.</summary>
    public int RowsRead { get; init; }

    /// <summary>Rows that became examples, held-out ones included.</summary>
    public int RowsUsed { get; init; }

    /// <summary>Rows kept back for evaluation.</summary>
    public int RowsHeldOut { get; init; }

    /// <summary>Rows left out because they overlap a held-out row: training on them would give its answer away.</summary>
    public int RowsOverlapping { get; init; }

    /// <summary>Rows set aside, by reason.</summary>
    public IReadOnlyList<ReasonCount> SetAside { get; init; } = [];

    /// <summary>File that holds the rows set aside, relative to the report; null where none was.</summary>
    public string? SetAsideFile { get; init; }

    /// <summary>Examples to train on by label.</summary>
    public IReadOnlyList<LabelCount> Labels { get; init; } = [];

    /// <summary>Where their labels came from.</summary>
    public IReadOnlyList<LabelSource> LabelSources { get; init; } = [];

    /// <summary>Labels that could not be expanded.</summary>
    public IReadOnlyList<NotExpanded> NotExpanded { get; init; } = [];
}
