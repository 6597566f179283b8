namespace Tapir.Models.Safetensors;

/// <summary>One line of a safetensors header: element type (F32, F16, BF16), shape, and bytes from <paramref name="Start"/> to <paramref name="End"/>.</summary>
internal sealed record TensorEntry(string Name, string ElementType, long[] Shape, long Start, long End)
{
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
