namespace Tapir.Activities.Reporting;

/// <summary>Training loss at one point of a round.</summary>
/// <param name="Tokens">Tokens trained on so far in the round.</param>
/// <param name="Loss">Mean cross-entropy per response token since the point before, in nats.</param>
public sealed record LossPoint(long Tokens, double Loss);
