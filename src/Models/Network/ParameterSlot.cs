namespace Tapir.Models.Network;

/// <summary>One parameter inside the flat buffer: its Hugging Face name, shape <c>[rows, columns]</c> or <c>[rows]</c>, and place.</summary>
internal sealed record ParameterSlot(string Name, int[] Shape, int Offset)
{
    public int Length => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Norm gains and biases are vectors; weight decay and the random start are for matrices.</summary>
    public bool IsMatrix => Shape.Length == 2;

    /// <summary>Whether it is added; a random start has it 0, gains 1.</summary>
    public bool IsBias => Name.EndsWith(".bias", StringComparison.Ordinal);

    /// <summary>Whether its rows stand for tokens: the embedding, and the output projection where it is its own.</summary>
    public bool IsVocabulary => Name is "model.embed_tokens.weight" or "lm_head.weight";
}
