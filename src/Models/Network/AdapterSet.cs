using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>All thin matrices of an adapter (or their gradients) in one flat buffer, under the names that PEFT gives them.</summary>
internal sealed class AdapterSet : FlatParameters
{
    private const int CacheLine = 16;
    private readonly AdapterGroup[] groups;

    public AdapterSet(StudentConfig config, AdapterShape shape)
        : base(LayoutOf(config, shape))
    {
        Config = config;
        Shape = shape;
        Dictionary<string, int> offsets = Layout.Slots.ToDictionary(slot => slot.Name, slot => slot.Offset);
        groups = [.. from layer in Enumerable.Range(0, config.Layers)
                     from product in BlockProducts.All
                     select Group(layer, [.. shape.Targets.Where(target => BlockProducts.Of(target) == product)])];

        AdapterGroup Group(int layer, Projection[] targets) => targets.Length == 0
            ? new AdapterGroup(Flat.View(0, 0, config.Width), [])
            : new AdapterGroup(
                Flat.View(offsets[Name(layer, targets[0], "A")], shape.Rank * targets.Length, BlockProducts.InputOf(targets[0], config)),
                [.. targets.Select(target => new AdapterPart(
                    target, Flat.View(offsets[Name(layer, target, "B")], BlockProducts.OutputOf(target, config), shape.Rank), BlockProducts.ColumnOf(target, config)))]);
    }

    public StudentConfig Config { get; }

    public AdapterShape Shape { get; }

    protected override IEnumerable<Matrix> Views => groups.SelectMany(group => group.Parts.Select(part => part.B).Append(group.A));

    /// <summary>Without any target, for a pass through the weights alone.</summary>
    public static AdapterSet None(StudentConfig config) => new(config, AdapterShape.None);

    public AdapterGroup this[int layer, BlockProduct product] => groups[(layer * BlockProducts.All.Count) + (int)product];

    /// <summary>A random, uniform within 1/√input; B zero. The same seed gives the same bits on every machine.</summary>
    public void Begin(ulong seed)
    {
        RandomStream random = RandomStream.For(seed, 0x10A);
        foreach (ParameterSlot slot in Layout.Slots)
        {
            bool isA = slot.Name.EndsWith("lora_A.weight", StringComparison.Ordinal);
            double bound = 1 / Math.Sqrt(slot.Shape[1]);
            foreach (ref float value in this[slot])
            {
                value = isA ? (float)(bound * ((2 * random.NextDouble()) - 1)) : 0f;
            }
        }
    }

    /// <summary>Adds <c>scale · B · A</c> to the weights that it is an adapter of.</summary>
    public void AddTo(ParameterSet weights)
    {
        for (int layer = 0; layer < Config.Layers; layer++)
        {
            LayerParameters block = weights.Layers[layer];
            foreach (BlockProduct product in BlockProducts.All)
            {
                AdapterGroup group = this[layer, product];
                Matrix weight = product switch { BlockProduct.Qkv => block.Qkv, BlockProduct.Output => block.Output, BlockProduct.GateUp => block.GateUp, _ => block.Down };
                for (int i = 0; i < group.Parts.Count; i++)
                {
                    AdapterPart part = group.Parts[i];
                    using Matrix rows = weight.Part(part.FirstColumn, part.B.Rows), a = group.A.Part(i * Shape.Rank, Shape.Rank);
                    _ = rows.Tensor.addmm_(part.B.Tensor, a.Tensor, 1, Shape.Scale);
                }
            }
        }
    }

    /// <summary>What PEFT calls a thin matrix; the part is A or B.</summary>
    public static string Name(int layer, Projection target, string part) => $"base_model.model.model.layers.{layer}.{BlockProducts.NameOf(target)}.lora_{part}.weight";

    private static ParameterLayout LayoutOf(StudentConfig config, AdapterShape shape)
    {
        List<ParameterSlot> slots = [];
        int end = 0;
        void Add(string name, int rows, int columns)
        {
            slots.Add(new ParameterSlot(name, [rows, columns], end));
            end += rows * columns;
        }

        void Align() => end = (end + CacheLine - 1) / CacheLine * CacheLine;
        for (int layer = 0; layer < config.Layers; layer++)
        {
            foreach (IGrouping<BlockProduct, Projection> product in shape.Targets.GroupBy(BlockProducts.Of))
            {
                foreach (Projection target in product)
                {
                    Add(Name(layer, target, "A"), shape.Rank, BlockProducts.InputOf(target, config));
                }

                foreach (Projection target in product)
                {
                    Align();
                    Add(Name(layer, target, "B"), BlockProducts.OutputOf(target, config), shape.Rank);
                }

                Align();
            }
        }

        return new ParameterLayout(slots, Math.Max(CacheLine, end));
    }
}
