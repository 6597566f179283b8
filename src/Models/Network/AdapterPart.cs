using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>The B <c>[out, rank]</c> of one projection, and the first of its columns in the product it belongs to.</summary>
internal sealed record AdapterPart(Projection Projection, Matrix B, int FirstColumn);
