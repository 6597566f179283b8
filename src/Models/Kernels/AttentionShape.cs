namespace Tapir.Models.Kernels;

/// <summary>How queries, keys and values lie in one row <c>[heads · d | keyValueHeads · d | keyValueHeads · d]</c>.</summary>
internal readonly record struct AttentionShape(int Heads, int KeyValueHeads, int HeadDimension)
{
    public int Stride => (Heads + (2 * KeyValueHeads)) * HeadDimension;

    public int OutputWidth => Heads * HeadDimension;

    public int Group => Heads / KeyValueHeads;

    public int KeyOffset(int keyValueHead) => (Heads + keyValueHead) * HeadDimension;

    public int ValueOffset(int keyValueHead) => (Heads + KeyValueHeads + keyValueHead) * HeadDimension;

    public float Scale => 1f / MathF.Sqrt(HeadDimension);
}
