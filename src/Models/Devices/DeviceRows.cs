using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>Rows of a table by index: <c>[indices, width]</c> from <c>[rows, width]</c>.</summary>
/// <remarks>By libtorch's <c>index</c>, whose gradient sorts the indices on a GPU and so adds up in one order; that of <c>index_select</c> adds in whatever order its threads come.</remarks>
internal static class DeviceRows
{
    public static Tensor Of(Tensor table, Tensor indices) => table[indices];
}
