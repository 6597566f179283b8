using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>The parameters of one block, as views: AttentionNorm, MlpNorm <c>[1, width]</c>; Qkv <c>[(heads + 2 · keyValueHeads) · d, width]</c>;
/// Output <c>[width, heads · d]</c>; GateUp <c>[2 · mlp, width]</c>; Down <c>[width, mlp]</c>.</summary>
/// <param name="QkvBias"><c>[1, (heads + 2 · keyValueHeads) · d]</c>; no rows where the model has none.</param>
/// <param name="QueryNorm">Gain of each head's query norm, <c>[1, d]</c>; no rows where the model has none.</param>
/// <param name="KeyNorm">The same for keys.</param>
internal sealed record LayerParameters(
    Matrix AttentionNorm, Matrix Qkv, Matrix QkvBias, Matrix QueryNorm, Matrix KeyNorm, Matrix Output, Matrix MlpNorm, Matrix GateUp, Matrix Down)
{
    public IEnumerable<Matrix> All => [AttentionNorm, Qkv, QkvBias, QueryNorm, KeyNorm, Output, MlpNorm, GateUp, Down];
}
