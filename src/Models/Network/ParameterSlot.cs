namespace Tapir.Models.Network;

/// <summary>One parameter inside the flat buffer: its Hugging Face name, shape <c>[rows, columns]</c> or <c>[rows]</c>, and place.</summary>
internal sealed record ParameterSlot(string Name, int[] Shape, int Offset)
{
    public int Length => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Norm gains are vectors; weight decay and the random start are for matrices.</summary>
    public bool IsMatrix => Shape.Length == 2;
}
