using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Safetensors;

/// <summary>One line of a safetensors header: element format, shape, and bytes of the data from <paramref name="Start"/> to <paramref name="End"/>.</summary>
internal sealed record TensorEntry(string Name, ElementFormat Format, long[] Shape, long Start, long End)
{
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
