using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

/// <summary>Direct preference optimization (Rafailov et al., 2023) of the last student, docs/method.md.</summary>
public sealed record PreferenceSpec
{
    [Description("How hard the student is held to what it was before: the factor β of the loss.")]
    [Range(0.001, 10.0)]
    public double Beta { get; init; } = 0.1;

    [Description("Most tokens of the pairs (the prompt and each of both answers), over all epochs. Judgements of the last round come first.")]
    [Range(1, long.MaxValue)]
    public long Tokens { get; init; } = 400_000;

    [Description("Passes over the pairs.")]
    [Range(1, 100)]
    public int Epochs { get; init; } = 1;

    [Description("Peak learning rate of AdamW; left out, a hundredth of training.learningRate: a student that is moved far forgets. The other keys of training hold as they are.")]
    [Range(1e-9, 1.0)]
    public double? LearningRate { get; init; }
}
