namespace Tapir.Models.Gguf;

/// <summary>Tensor names of llama.cpp and of Hugging Face, which are one to one.</summary>
internal static class GgufNames
{
    public const string RotaryFactors = "rope_freqs.weight";
    private const string GgufBlock = "blk.", HuggingFaceBlock = "model.layers.";

    private static readonly (string Gguf, string HuggingFace)[] Outside =
        [("token_embd", "model.embed_tokens"), ("output_norm", "model.norm"), ("output", "lm_head")];

    private static readonly (string Gguf, string HuggingFace)[] Inside =
    [
        ("attn_norm", "input_layernorm"), ("attn_q", "self_attn.q_proj"), ("attn_k", "self_attn.k_proj"), ("attn_v", "self_attn.v_proj"), ("attn_output", "self_attn.o_proj"),
        ("attn_q_norm", "self_attn.q_norm"), ("attn_k_norm", "self_attn.k_norm"), ("ffn_norm", "post_attention_layernorm"),
        ("ffn_gate", "mlp.gate_proj"), ("ffn_up", "mlp.up_proj"), ("ffn_down", "mlp.down_proj"),
    ];

    /// <summary>A name that has no counterpart stays, so that whoever reads the checkpoint sees it.</summary>
    public static string ToHuggingFace(string name) => Translate(name, GgufBlock, HuggingFaceBlock, pair => pair.Gguf, pair => pair.HuggingFace);

    /// <summary>As <see cref="ToHuggingFace"/>, the other way.</summary>
    public static string ToGguf(string name) => Translate(name, HuggingFaceBlock, GgufBlock, pair => pair.HuggingFace, pair => pair.Gguf);

    private static string Translate(string name, string block, string otherBlock, Func<(string Gguf, string HuggingFace), string> from, Func<(string Gguf, string HuggingFace), string> to)
    {
        int kind = name.LastIndexOf('.');
        if (kind < 0)
        {
            return name;
        }

        bool isInside = name.StartsWith(block, StringComparison.Ordinal);
        int number = isInside ? name.IndexOf('.', block.Length) : -1;
        if (isInside && (number < 0 || number >= kind))
        {
            return name;
        }

        string stem = name[(number + 1)..kind];
        (string Gguf, string HuggingFace) found = (isInside ? Inside : Outside).FirstOrDefault(pair => from(pair) == stem);
        return found == default ? name : $"{(isInside ? $"{otherBlock}{name[block.Length..(number + 1)]}" : "")}{to(found)}{name[kind..]}";
    }
}
