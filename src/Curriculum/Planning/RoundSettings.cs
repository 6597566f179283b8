using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>What a round is asked to do; the same for every planner.</summary>
public sealed record RoundSettings
{
    /// <summary>How many new instructions one request asks for where nothing else is said. Each more makes a call cheaper and its instructions more alike.</summary>
    public const int UsualInstructionsPerRequest = 10;

    /// <summary>How many new examples are wanted.</summary>
    /// <value>0 or more.</value>
    public required int Size { get; init => field = AtLeast(0, value, nameof(Size)); }

    /// <summary>P(t), over which <see cref="Size"/> is divided.</summary>
    public TaskMix TaskMix { get; init; } = TaskMix.Paper;

    /// <summary>What the teacher can write. A label of the mix that is not here has no capacity: its quota goes to the others and is reported.</summary>
    public required IReadOnlyList<ExpandableCell> Expandable { get; init; }

    /// <summary>δ.</summary>
    /// <value>2 by default, the paper's.</value>
    public Threshold Threshold { get; init; } = Threshold.Default;

    /// <summary>α of this round.</summary>
    /// <value>0.3 by default, the paper's first round.</value>
    public HardShare HardShare { get; init; } = new(0.3);

    /// <summary>How α is brought about.</summary>
    /// <value><see cref="Planning.Mixing.SamplingRatio"/> by default.</value>
    public Mixing Mixing { get; init; } = Mixing.SamplingRatio;

    /// <summary>How a label's quota is shared among its families and levels (planner <c>tapir</c>).</summary>
    /// <value><see cref="CellWeighing.Frontier"/> by default.</value>
    public CellWeighing CellWeighing { get; init; } = CellWeighing.Frontier;

    /// <summary>What every cell weighs besides its learnability, so that none is forgotten (<see cref="CellWeighing.Frontier"/> only).
    /// The most learnable cell weighs 1.</summary>
    /// <value>0 to 1; 0.1 by default.</value>
    public double FrontierFloor
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(FrontierFloor), value, "The floor of the frontier weights lies between 0 and 1.");
    } = 0.1;

    /// <summary>How many examples are shown in one request for expansion.</summary>
    /// <value>0 or more; 3 by default.</value>
    public int ExamplesInContext { get; init => field = AtLeast(0, value, nameof(ExamplesInContext)); } = 3;

    /// <summary>How many new instructions one request asks for at most.</summary>
    /// <value>1 or more; <see cref="UsualInstructionsPerRequest"/> by default.</value>
    public int InstructionsPerRequest { get; init => field = AtLeast(1, value, nameof(InstructionsPerRequest)); } = UsualInstructionsPerRequest;

    private static int AtLeast(int least, int value, string name) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {least}.");
}
