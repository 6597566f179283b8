using Tapir.Models.Network;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>The adapters of one product of a block on a device.</summary>
/// <param name="A">Theirs one below the other, <c>[parts · rank, in]</c>.</param>
/// <param name="Parts">The B <c>[out, rank]</c> of each projection that has one, in the order of A.</param>
internal sealed record DeviceAdapterGroup(Tensor A, IReadOnlyList<(Projection Projection, Tensor B)> Parts);
