using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf;

/// <summary>One tensor of a GGUF file: its shape with the slowest dimension first (the file writes the fastest first), and where its blocks lie in the file.</summary>
internal sealed record GgufTensor(string Name, ElementFormat Format, long[] Shape, long Start, long End)
{
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
