using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tapir.Orchestrations.Specs;

/// <summary>The student: a LLaMA-family decoder of this shape that is born in the run, or a model that exists.</summary>
public sealed record StudentSpec
{
    [Description("A model to begin with instead of one that is born in the run: a Hugging Face folder, a .gguf file, or hf://OWNER/NAME@REVISION.\nIts shape and tokenizer are its own: of the keys below only context and adapter count.")]
    public string? Model { get; init; }

    [Description("Train a low-rank adapter (LoRA) beside the model's frozen weights; left out, all weights are trained.")]
    public AdapterSpec? Adapter { get; init; }

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

    [Description("What becomes of an example that is longer than context: true cuts the end of its instruction off, so that the answer stays whole.\nFalse or left out: it is not trained on, and a student that is asked it has no answer. The report counts them.")]
    public bool? CutLongInstructions { get; init; }

    /// <value>True or null, as functions are given it.</value>
    [JsonIgnore]
    public bool? CutsLongInstructions => CutLongInstructions is true ? true : null;
}
