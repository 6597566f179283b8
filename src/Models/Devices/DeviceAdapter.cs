using Tapir.Models.Network;

namespace Tapir.Models.Devices;

/// <summary>An adapter on a device: views of its flat tensor.</summary>
internal sealed class DeviceAdapter
{
    private readonly Dictionary<(int Layer, BlockProduct Product), DeviceAdapterGroup> groups = [];

    public DeviceAdapter(AdapterSet host, DeviceParameters flat)
    {
        Shape = host.Shape;
        StudentConfig config = host.Config;
        Dictionary<string, int> offsets = host.Layout.Slots.ToDictionary(slot => slot.Name, slot => slot.Offset);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            foreach (IGrouping<BlockProduct, Projection> product in Shape.Targets.GroupBy(BlockProducts.Of))
            {
                Projection[] targets = [.. product];
                groups[(layer, product.Key)] = new DeviceAdapterGroup(
                    flat.Matrix(offsets[AdapterSet.Name(layer, targets[0], "A")], Shape.Rank * targets.Length, BlockProducts.InputOf(targets[0], config)),
                    [.. targets.Select(target => (target, flat.Matrix(offsets[AdapterSet.Name(layer, target, "B")], BlockProducts.OutputOf(target, config), Shape.Rank)))]);
            }
        }
    }

    public AdapterShape Shape { get; }

    /// <summary>Whether a product has any, and which.</summary>
    public bool TryGet(int layer, BlockProduct product, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DeviceAdapterGroup? group) => groups.TryGetValue((layer, product), out group);
}
