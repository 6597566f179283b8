using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>All parameters of a student (or their gradients) in one flat buffer, with views for the matrix products.</summary>
internal sealed class ParameterSet : IDisposable
{
    private readonly Matrix flat;

    public ParameterSet(StudentConfig config)
    {
        Config = config;
        Layout = ParameterLayout.Of(config);
        flat = Matrix.Zeros(1, Layout.Length);
        int d = config.Width, q = config.Heads * config.HeadDimension, kv = config.KeyValueHeads * config.HeadDimension;
        Matrix At(string name, int rows, int columns) => flat.View(Layout[name].Offset, rows, columns);
        Embedding = At("model.embed_tokens", config.VocabularySize, d);
        FinalNorm = At("model.norm", 1, d);
        Head = config.TieOutput ? Embedding : At("lm_head", config.VocabularySize, d);
        Layers = [.. Enumerable.Range(0, config.Layers).Select(i => $"model.layers.{i}.").Select(prefix => new LayerParameters(
            At(prefix + "input_layernorm", 1, d),
            At(prefix + "self_attn.q_proj", q + (2 * kv), d),
            At(prefix + "self_attn.o_proj", d, q),
            At(prefix + "post_attention_layernorm", 1, d),
            At(prefix + "mlp.gate_proj", 2 * config.MlpWidth, d),
            At(prefix + "mlp.down_proj", d, config.MlpWidth)))];
    }

    public StudentConfig Config { get; }

    public ParameterLayout Layout { get; }

    /// <summary><c>[vocabulary, width]</c></summary>
    public Matrix Embedding { get; }

    /// <summary><c>[1, width]</c></summary>
    public Matrix FinalNorm { get; }

    /// <summary><c>[vocabulary, width]</c>; the embedding itself where tied.</summary>
    public Matrix Head { get; }

    public IReadOnlyList<LayerParameters> Layers { get; }

    /// <summary>Everything, in layout order, a few zeros between groups included.</summary>
    public Span<float> Values => flat.Values;

    public unsafe float* At => flat.At;

    public Span<float> this[ParameterSlot slot] => Values.Slice(slot.Offset, slot.Length);

    public void Dispose()
    {
        IEnumerable<Matrix> views = Layers.SelectMany(l => (Matrix[])[l.AttentionNorm, l.Qkv, l.Output, l.MlpNorm, l.GateUp, l.Down]);
        foreach (Matrix view in views.Concat([Embedding, FinalNorm, Head, flat]).Distinct())
        {
            view.Dispose();
        }
    }
}
