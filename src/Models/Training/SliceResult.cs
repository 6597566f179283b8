namespace Tapir.Models.Training;

/// <summary>What a slice did: where the training is now, and the mean loss of the slice's steps in nats per response token (NaN if it had none).</summary>
public sealed record SliceResult(int Step, int TotalSteps, long Tokens, long TotalTokens, double MeanLoss)
{
    public bool IsFinished => Step >= TotalSteps;
}
