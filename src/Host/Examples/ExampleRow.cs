namespace Tapir.Host.Examples;

/// <summary>An item of the index with its texts, as the database has it.</summary>
internal sealed class ExampleRow
{
    public long Position { get; init; }

    public string Name { get; init; } = "";

    public long Round { get; init; }

    public long Kind { get; init; }

    public string Task { get; init; } = "";

    public string? Family { get; init; }

    public long? Level { get; init; }

    public string? Parent { get; init; }

    public string Instruction { get; init; } = "";

    public string Response { get; init; } = "";

    public long? TeacherExact { get; init; }

    public string? Before { get; init; }

    public double? Teacher { get; init; }

    public double? BeforeScore { get; init; }

    public string? Unscored { get; init; }

    public long? BeforeExact { get; init; }

    public string? After { get; init; }

    public double? AfterScore { get; init; }

    public long? AfterExact { get; init; }

    public long Selected { get; init; }

    public long Conflict { get; init; }

    public double? Earlier { get; init; }

    public double? Weight { get; init; }

    public double? Gap => Teacher - BeforeScore;

    public ExampleKind ItsKind => (ExampleKind)Kind;

    public ExampleItem ToItem(SelectionReason reason) => new(
        Position,
        Name,
        (int)Round,
        ItsKind,
        Task,
        Family,
        (int?)Level,
        Instruction,
        Response,
        IsRight(TeacherExact),
        Before is null ? null : new StudentText($"S_{Round - 1}", Before, BeforeScore, IsRight(BeforeExact)),
        After is null ? null : new StudentText($"S_{Round}", After, AfterScore, IsRight(AfterExact)),
        Teacher,
        ItsKind == ExampleKind.Pool ? BeforeScore : null,
        ItsKind == ExampleKind.Pool ? Gap : null,
        Unscored,
        Selected != 0,
        Weight,
        reason.Of(this),
        Earlier,
        (Disagreements)Conflict);

    private static bool? IsRight(long? exact) => exact is null ? null : exact != 0;
}
