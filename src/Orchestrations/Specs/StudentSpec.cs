using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

/// <summary>Shape of the student: a LLaMA-family decoder born in the run.</summary>
public sealed record StudentSpec
{
    [Description("Tokens of the byte-level BPE vocabulary, trained on the seed.")]
    [Range(300, 65_536)]
    public int Vocabulary { get; init; } = 512;

    [Description("Hidden size.")]
    [Range(16, 4096)]
    public int Width { get; init; } = 96;

    [Description("Decoder layers.")]
    [Range(1, 64)]
    public int Layers { get; init; } = 4;

    [Description("Attention heads; width / heads is even.")]
    [Range(1, 128)]
    public int Heads { get; init; } = 3;

    [Description("Key-value heads; divides heads.")]
    [Range(1, 128)]
    public int KeyValueHeads { get; init; } = 1;

    [Description("Width of the SwiGLU layer.")]
    [Range(16, 16_384)]
    public int Mlp { get; init; } = 256;

    [Description("Longest prompt and answer together, in tokens.")]
    [Range(32, 8192)]
    public int Context { get; init; } = 256;
}
