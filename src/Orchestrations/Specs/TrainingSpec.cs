using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Tapir.Orchestrations.Specs;

public enum TrainingIsolation
{
    /// <summary>In the worker's own process.</summary>
    InProcess,

    /// <summary>In a child process of the same program.</summary>
    Process,
}

public enum TrainingPrecision
{
    /// <summary>float32.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "It is the name of the format, as users write it.")]
    Float32,

    /// <summary>bfloat16, on a GPU alone.</summary>
    Bfloat16,
}

/// <summary>How a student is trained. Rounds are bounded by tokens, so that planners are compared at the same budget.</summary>
public sealed record TrainingSpec
{
    private const string Processor = "cpu";

    [Description("Tokens (prompt and answer, no padding) that S_0 is trained on. 0 with student.model: S_0 is the model as it is.")]
    [Range(0, long.MaxValue)]
    public long BaseTokens { get; init; } = 800_000;

    [Description("Tokens of each round.")]
    [Range(1, long.MaxValue)]
    public long RoundTokens { get; init; } = 2_000_000;

    [Description("Most passes over one training set. A small one is left before its tokens are reached rather than learnt by heart; the report shows the tokens trained on.")]
    [Range(1, 1000)]
    public int Epochs { get; init; } = 10;

    [Description("Tokens of one optimizer step.")]
    [Range(64, 1_000_000)]
    public int BatchTokens { get; init; } = 2048;

    [Description("Peak learning rate of AdamW.")]
    [Range(1e-7, 1.0)]
    public double LearningRate { get; init; } = 5e-3;

    [Description("Weight decay of AdamW; norms and embeddings are left out.")]
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 0.05;

    [Description("Share of the steps in which the rate rises; it then falls along a cosine.")]
    [Range(0.0, 1.0)]
    public double WarmUp { get; init; } = 0.05;

    [Description("Largest norm of a step's gradient.")]
    [Range(1e-3, 1e3)]
    public double ClipNorm { get; init; } = 1;

    [Description("Optimizer steps between two checkpoints; a kill repeats at most these.")]
    [Range(1, 1_000_000)]
    public int SliceSteps { get; init; } = 100;

    // Left out where they are the default, so that what was written before it existed reads and hashes as it did.
    [Description("Where slices are computed: inProcess, or process, each in a child process of its own, so that a crash in native code or a kill\nfor want of memory costs one slice and not the worker. Changes no byte of the student, and may change while a run is under way.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TrainingIsolation Isolation { get; init; } = TrainingIsolation.InProcess;

    [Description("Where students are trained, answer and are measured: cpu, cuda, or cuda:N for one GPU of several, which needs a build with -p:TorchBackend=cuda. Left out: cpu.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Device
    {
        get;
        init => field = value == Processor ? null : value;
    }

    [Description("In what a GPU computes the matrix products of training: float32, or bfloat16 (faster, coarser; weights and optimizer stay float32). On the cpu always float32.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Float32;

    [Description("Tune the last student by preference (DPO): the teacher's answers against its own that were clearly worse. Leave the section out and no student is.")]
    public PreferenceSpec? Preference { get; init; }

    /// <summary>The same as far as it decides what a run makes.</summary>
    public TrainingSpec WithoutIsolation() => this with { Isolation = TrainingIsolation.InProcess };
}
