using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>The parameters of one block, as views: AttentionNorm, MlpNorm <c>[1, width]</c>; Qkv <c>[(heads + 2 · keyValueHeads) · d, width]</c>;
/// Output <c>[width, heads · d]</c>; GateUp <c>[2 · mlp, width]</c>; Down <c>[width, mlp]</c>.</summary>
internal sealed record LayerParameters(Matrix AttentionNorm, Matrix Qkv, Matrix Output, Matrix MlpNorm, Matrix GateUp, Matrix Down);
