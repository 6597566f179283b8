namespace Tapir.Models.Training;

/// <summary>After one step: 1-based step, tokens so far, the mean loss per response token of this step in nats, and its learning rate.</summary>
public sealed record TrainingProgress(int Step, int TotalSteps, long Tokens, long TotalTokens, double Loss, double LearningRate);
