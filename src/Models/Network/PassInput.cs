namespace Tapir.Models.Network;

/// <summary>What one micro-batch goes through.</summary>
/// <param name="Weights">Frozen where there is an adapter.</param>
/// <param name="Adapter">Of the shape that the pass was made for.</param>
/// <param name="Batch">The micro-batch.</param>
/// <param name="DropoutKey">Names the step and the micro-batch: what the adapter's dropout follows from.</param>
internal sealed record PassInput(ParameterSet Weights, AdapterSet Adapter, PackedBatch Batch, ulong DropoutKey);
