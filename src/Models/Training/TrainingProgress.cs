namespace Tapir.Models.Training;

/// <summary>After one step: 1-based step, tokens so far, the mean loss per response token of this step in nats, its learning rate, and the norm of its gradient before clipping.</summary>
public sealed record TrainingProgress(int Step, int TotalSteps, long Tokens, long TotalTokens, double Loss, double LearningRate, double GradientNorm)
{
    /// <value>Tokens of this step, prompt and response.</value>
    public long StepTokens { get; init; }
}
