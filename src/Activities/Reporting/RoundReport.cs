using System.Globalization;
using System.Text.Json.Serialization;

namespace Tapir.Activities.Reporting;

/// <summary>One student, S_r, or the last one after its preference tuning: what it was trained on, and what it can do.</summary>
public sealed record RoundReport
{
    /// <summary>r: 0 for the student fine-tuned on the seed.</summary>
    public required int Round { get; init; }

    /// <summary>Whether this is S_r after its preference tuning.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsTuned { get; init; }

    /// <summary>Such as S_3, or S_3 + preference.</summary>
    [JsonIgnore]
    public string Name => string.Create(CultureInfo.InvariantCulture, $"S_{Round}{(IsTuned ? " + preference" : "")}");

    /// <summary>Mean accuracy over labels on held-out tasks; null where nothing was verifiable.</summary>
    public MacroAccuracy? Accuracy { get; init; }

    /// <summary>Accuracy per task label on held-out tasks.</summary>
    public IReadOnlyList<TaskAccuracy> ByTask { get; init; } = [];

    /// <summary>Loss and accuracy on the held-out rows of the user's own data; null where the run has none.</summary>
    public HeldOutRows? HeldOut { get; init; }

    /// <summary>Tokens trained on in this round, prompt and response, repeats of epochs counted.</summary>
    public long TrainedTokens { get; init; }

    /// <summary>Different examples in this round's training set.</summary>
    public int TrainedExamples { get; init; }

    /// <summary>Examples that were longer than the student's context; null where there were none.</summary>
    public LongExamples? LongExamples { get; init; }

    /// <summary>Share of hard examples; null for S_0, which has none.</summary>
    public HardShareReport? HardShare { get; init; }

    /// <summary>Training loss over the round.</summary>
    public IReadOnlyList<LossPoint> Losses { get; init; } = [];

    /// <summary>Mean gap (teacher's score minus student's, -9 to 9) of the sample that was judged before the round's training; null where none was scored.</summary>
    public double? MeanGap { get; init; }

    /// <summary>Mean length of the training set's responses in tokens; null where there are none.</summary>
    public double? MeanLength { get; init; }

    /// <summary>Mean level (1 to 5) of the training set's examples whose level is known; null where none is.</summary>
    public double? MeanLevel { get; init; }

    /// <summary>Distribution of the gap before and after the round's training; null for S_0 where it was not judged.</summary>
    public GapShift? Gaps { get; init; }

    /// <summary>What happened at each family and level.</summary>
    public IReadOnlyList<LevelReport> Levels { get; init; } = [];

    /// <summary>What was planned and what came of it; null for S_0, which plans nothing.</summary>
    public PlanReport? Plan { get; init; }
}
