using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>The adapters of one product of a block. Their A lie one below the other, <c>[parts · rank, in]</c>, since they have one input.</summary>
internal sealed record AdapterGroup(Matrix A, IReadOnlyList<AdapterPart> Parts)
{
    public bool IsEmpty => Parts.Count == 0;
}
