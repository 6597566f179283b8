using System.Numerics.Tensors;

namespace Tapir.Models.Checkpoints.Elements;

/// <summary>IEEE 754 binary16.</summary>
internal sealed unsafe class Float16Format() : WritableFormat("F16", 1, 2)
{
    public static Float16Format Instance { get; } = new();

    public override void Decode(byte* source, float* target, int blocks) =>
        TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>(source, blocks), new Span<float>(target, blocks));

    public override void Encode(float* source, byte* target, int blocks) =>
        TensorPrimitives.ConvertToHalf(new ReadOnlySpan<float>(source, blocks), new Span<Half>(target, blocks));
}
