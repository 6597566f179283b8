namespace Tapir.Models.Training;

/// <summary>Mean loss per response token (or pair) of a step in nats, and the norm of its gradient before clipping.</summary>
internal readonly record struct StepOutcome(double Loss, double GradientNorm);
