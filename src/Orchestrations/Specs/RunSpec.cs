using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

/// <summary>One distillation, as its author wrote it. Every key of the YAML file is a property here; descriptions and ranges are what
/// <c>tapir init</c> prints and <c>tapir validate</c> checks.</summary>
public sealed record RunSpec
{
    [Description("What the run is called. Its id is this name and a number, as in quickstart-1.")]
    [RegularExpression("^[a-z0-9][a-z0-9-]{0,39}$", ErrorMessage = "use 1 to 40 lower-case letters, digits and hyphens")]
    public required string Name { get; init; }

    [Description("Seed of every random choice. The same spec and seed give the same bytes.")]
    [Range(0, int.MaxValue)]
    public int RandomSeed { get; init; } = 1;

    [Description("The data that the run starts from.")]
    public SeedSpec Seed { get; init; } = new();

    [Description("Who writes instructions and answers them.")]
    public TeacherSpec Teacher { get; init; } = new();

    [Description("Who scores the student against the teacher.")]
    public JudgeSpec Judge { get; init; } = new();

    [Description("How rounds are planned (docs/method.md, 3a to 3i).")]
    public CurriculumSpec Curriculum { get; init; } = new();

    [Description("The model that is trained: from scratch, or one that exists.")]
    public StudentSpec Student { get; init; } = new();

    [Description("How it is trained.")]
    public TrainingSpec Training { get; init; } = new();

    [Description("How it is measured, on tasks that no training set contains.")]
    public EvaluationSpec Evaluation { get; init; } = new();

    [Description("Show a sample and wait for a person's word. Leave the section out and the run waits for nobody.")]
    public ReviewSpec? Review { get; init; }

    [Description("A hard stop: the run pauses before a call that could exceed it. May be raised later.")]
    public BudgetSpec Budget { get; init; } = new();

    [Description("Price of each model, for the cost in the report and for budget.money.")]
    public IReadOnlyDictionary<string, PriceSpec> Prices { get; init; } = new Dictionary<string, PriceSpec>();
}
