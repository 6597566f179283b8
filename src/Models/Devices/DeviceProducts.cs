using Tapir.Models.Network;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>The matrix products of a pass, in the precision that was asked for; what goes in and comes out is float32.</summary>
internal sealed class DeviceProducts(StudentConfig config, DeviceAdapter adapter, ProductPrecision precision)
{
    /// <summary><c>a · b</c></summary>
    public Tensor Of(Tensor a, Tensor b) => Lower(a).matmul(Lower(b)).to(float32);

    /// <summary><c>x · wᵀ</c>, and what an adapter adds to it: <c>s · (drop(x) · Aᵀ) · Bᵀ</c>.</summary>
    public Tensor Of(DeviceBatch batch, int layer, BlockProduct product, Tensor x, Tensor weight)
    {
        Tensor y = Of(x, weight.t());
        if (!adapter.TryGet(layer, product, out DeviceAdapterGroup? group))
        {
            return y;
        }

        int rank = adapter.Shape.Rank;
        Tensor inner = Of(Dropped(batch, layer, product, x), group.A.t());
        Dictionary<Projection, Tensor> added = group.Parts.Index().ToDictionary(
            part => part.Item.Projection, part => Of(inner.narrow(1, part.Index * rank, rank), part.Item.B.t()) * adapter.Shape.Scale);
        Tensor[] columns = [.. Enum.GetValues<Projection>().Where(projection => BlockProducts.Of(projection) == product).Select(projection =>
            added.TryGetValue(projection, out Tensor? part) ? part : zeros(x.shape[0], BlockProducts.OutputOf(projection, config), float32, x.device))];
        return y + (columns.Length == 1 ? columns[0] : cat(columns, 1));
    }

    private Tensor Dropped(DeviceBatch batch, int layer, BlockProduct product, Tensor x) => adapter.Shape.Dropout == 0
        ? x
        : x * DeviceDropout.Mask(x.shape[0], x.shape[1], BlockPass.DropoutKey(batch.DropoutKey, layer, product), adapter.Shape.Dropout, x.device);

    private Tensor Lower(Tensor values) => precision == ProductPrecision.Bfloat16 ? values.to(bfloat16) : values;
}
