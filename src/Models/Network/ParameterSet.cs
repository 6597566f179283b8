using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>All parameters of a student (or their gradients) in one flat buffer, with views for the matrix products.</summary>
internal sealed class ParameterSet : FlatParameters
{
    public ParameterSet(StudentConfig config)
        : base(ParameterLayout.Of(config))
    {
        Config = config;
        Dictionary<string, int> offsets = Layout.Slots.ToDictionary(slot => slot.Name, slot => slot.Offset);
        int d = config.Width, head = config.HeadDimension, q = config.Heads * head, kv = config.KeyValueHeads * head;
        Matrix At(string name, int rows, int columns) => Flat.View(offsets[name], rows, columns);
        Matrix Where(bool present, string name, int columns) => present ? At(name, 1, columns) : Flat.View(0, 0, columns);
        Embedding = At("model.embed_tokens.weight", config.VocabularySize, d);
        FinalNorm = At("model.norm.weight", 1, d);
        Head = config.TieOutput ? Embedding : At("lm_head.weight", config.VocabularySize, d);
        Layers = [.. Enumerable.Range(0, config.Layers).Select(i => $"model.layers.{i}.").Select(prefix => new LayerParameters(
            At(prefix + "input_layernorm.weight", 1, d),
            At(prefix + "self_attn.q_proj.weight", q + (2 * kv), d),
            Where(config.AttentionBias, prefix + "self_attn.q_proj.bias", q + (2 * kv)),
            Where(config.QueryKeyNorm, prefix + "self_attn.q_norm.weight", head),
            Where(config.QueryKeyNorm, prefix + "self_attn.k_norm.weight", head),
            At(prefix + "self_attn.o_proj.weight", d, q),
            At(prefix + "post_attention_layernorm.weight", 1, d),
            At(prefix + "mlp.gate_proj.weight", 2 * config.MlpWidth, d),
            At(prefix + "mlp.down_proj.weight", d, config.MlpWidth)))];
    }

    public StudentConfig Config { get; }

    /// <summary><c>[vocabulary, width]</c></summary>
    public Matrix Embedding { get; }

    /// <summary><c>[1, width]</c></summary>
    public Matrix FinalNorm { get; }

    /// <summary><c>[vocabulary, width]</c>; the embedding itself where tied.</summary>
    public Matrix Head { get; }

    public IReadOnlyList<LayerParameters> Layers { get; }

    protected override IEnumerable<Matrix> Views => Layers.SelectMany(layer => layer.All).Concat([Embedding, FinalNorm, Head]);
}
