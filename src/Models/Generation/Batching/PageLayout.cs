using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Generation.Batching;

/// <summary>How one page of the cache lies in memory: for each block and key-value head the keys of its positions across (<c>[d, positions]</c>), so that the scores of all of
/// them are made at once, and the values along (<c>[positions, padded d]</c>).</summary>
internal sealed record PageLayout(AttentionShape Shape, int Layers)
{
    /// <summary>Positions of a page. Prompts share whole pages.</summary>
    public const int Positions = PageProduct.Columns;

    public int ValueWidth { get; } = PageProduct.Padded(Shape.HeadDimension);

    public int KeyFloats => Shape.HeadDimension * Positions;

    public int HeadFloats => KeyFloats + (Positions * ValueWidth);

    public int Floats => Layers * Shape.KeyValueHeads * HeadFloats;

    /// <summary>Memory of the cache for one position of one answer.</summary>
    public long BytesPerPosition => (long)Floats * sizeof(float) / Positions;

    public static PageLayout Of(StudentConfig config) => new(new AttentionShape(config.Heads, config.KeyValueHeads, config.HeadDimension), config.Layers);

    public static int PagesFor(int positions) => (positions + Positions - 1) / Positions;

    /// <summary>Where the keys of a head of a block begin, from the page's start.</summary>
    public long KeysAt(int layer, int head) => (((long)layer * Shape.KeyValueHeads) + head) * HeadFloats;

    public long ValuesAt(int layer, int head) => KeysAt(layer, head) + KeyFloats;
}
