using Tapir.Models.Network;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>The weights of a student on a device: views of its flat tensor, cut as the processor's products are.</summary>
internal sealed class DeviceWeights
{
    public DeviceWeights(StudentConfig config, ParameterLayout layout, DeviceParameters flat)
    {
        Dictionary<string, int> offsets = layout.Slots.ToDictionary(slot => slot.Name, slot => slot.Offset);
        int d = config.Width, head = config.HeadDimension, q = config.Heads * head, stride = q + (2 * config.KeyValueHeads * head);
        Tensor Matrix(string name, int rows, int columns) => flat.Matrix(offsets[name], rows, columns);
        Tensor Vector(bool present, string name, int length) => present ? flat.Vector(offsets[name], length) : flat.Vector(0, 0);
        Embedding = Matrix("model.embed_tokens.weight", config.VocabularySize, d);
        FinalNorm = Vector(present: true, "model.norm.weight", d);
        Head = config.TieOutput ? Embedding : Matrix("lm_head.weight", config.VocabularySize, d);
        Layers = [.. Enumerable.Range(0, config.Layers).Select(i => $"model.layers.{i}.").Select(prefix => new DeviceLayer(
            Vector(present: true, prefix + "input_layernorm.weight", d),
            Matrix(prefix + "self_attn.q_proj.weight", stride, d),
            Vector(config.AttentionBias, prefix + "self_attn.q_proj.bias", stride),
            Vector(config.QueryKeyNorm, prefix + "self_attn.q_norm.weight", head),
            Vector(config.QueryKeyNorm, prefix + "self_attn.k_norm.weight", head),
            Matrix(prefix + "self_attn.o_proj.weight", d, q),
            Vector(present: true, prefix + "post_attention_layernorm.weight", d),
            Matrix(prefix + "mlp.gate_proj.weight", 2 * config.MlpWidth, d),
            Matrix(prefix + "mlp.down_proj.weight", d, config.MlpWidth)))];
    }

    /// <summary><c>[vocabulary, width]</c></summary>
    public Tensor Embedding { get; }

    /// <summary><c>[width]</c></summary>
    public Tensor FinalNorm { get; }

    /// <summary><c>[vocabulary, width]</c>; the embedding itself where tied.</summary>
    public Tensor Head { get; }

    public IReadOnlyList<DeviceLayer> Layers { get; }
}
