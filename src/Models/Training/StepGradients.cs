using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>Gradients of a step, in as many buffers as had to be, and <c>Σ weight · cross-entropy</c> of all its micro-batches.</summary>
internal sealed record StepGradients(IReadOnlyList<FlatParameters> Buffers, double Loss);
