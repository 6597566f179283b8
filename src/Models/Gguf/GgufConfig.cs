using System.Globalization;
using Tapir.Models.Checkpoints.Elements;
using Tapir.Models.Network;

namespace Tapir.Models.Gguf;

/// <summary>The config of the model in a GGUF file, from its metadata and from which tensors there are.</summary>
internal static class GgufConfig
{
    private const int MostHeadDimensions = 1 << 16;

    /// <exception cref="InvalidDataException">Another architecture, a value that is missing or makes no model, or something that Tapir does not compute.</exception>
    public static StudentConfig Read(GgufFile file)
    {
        GgufMetadata metadata = file.Metadata;
        GgufArchitecture architecture = GgufArchitecture.Of(metadata);
        string prefix = architecture.Name + ".";
        int width = metadata.Count(prefix + "embedding_length"), heads = Uniform(metadata, prefix + "attention.head_count");
        int head = metadata.Count(prefix + "attention.key_length", width / Math.Max(heads, 1));
        Refuse(metadata, prefix, head);
        double theta = Positive(metadata, prefix + "rope.freq_base", 10000);
        try
        {
            return new StudentConfig
            {
                VocabularySize = (int)(file.Tensors.TryGetValue("token_embd.weight", out GgufTensor? embedding)
                    ? embedding.Shape[0]
                    : throw new InvalidDataException($"{file.Source}: tensor token_embd.weight is missing; the file has {file.Tensors.Count} others.")),
                Width = width,
                MlpWidth = Uniform(metadata, prefix + "feed_forward_length"),
                Layers = metadata.Count(prefix + "block_count"),
                Heads = heads,
                KeyValueHeads = metadata.Contains(prefix + "attention.head_count_kv") ? Uniform(metadata, prefix + "attention.head_count_kv") : heads,
                HeadDimension = heads > 0 && head == width / heads ? 0 : head,
                ContextLength = metadata.Count(prefix + "context_length"),
                RopeTheta = theta,
                RopeScaling = Scaling(file, prefix, head, theta),
                AttentionBias = architecture.AttentionBias || file.Tensors.ContainsKey("blk.0.attn_q.bias"),
                QueryKeyNorm = architecture.QueryKeyNorm,
                NormEpsilon = Positive(metadata, prefix + "attention.layer_norm_rms_epsilon", double.NaN),
                TieOutput = !file.Tensors.ContainsKey("output.weight"),
            }.Validated();
        }
        catch (ArgumentException impossible)
        {
            throw new InvalidDataException($"{file.Source}: the metadata describes no model: {impossible.Message}", impossible);
        }
    }

    // What would be computed wrongly if it were passed over.
    private static void Refuse(GgufMetadata metadata, string prefix, int head)
    {
        if (metadata.Count(prefix + "expert_count", 0) > 0)
        {
            throw new InvalidDataException($"{metadata.Source}: a mixture of {metadata.Count(prefix + "expert_count")} experts is not supported.");
        }

        if (metadata.Count(prefix + "attention.value_length", head) != head || metadata.Count(prefix + "rope.dimension_count", head) != head)
        {
            throw new InvalidDataException($"{metadata.Source}: heads whose keys, values and rotary dimensions differ in width ({head} is that of the keys) are not supported.");
        }
    }

    private static RopeScaling Scaling(GgufFile file, string prefix, int head, double theta)
    {
        string kind = file.Metadata.Text(prefix + "rope.scaling.type", file.Metadata.Contains(prefix + "rope.scale_linear") ? "linear" : "none");
        if (file.Tensors.TryGetValue(GgufNames.RotaryFactors, out GgufTensor? factors))
        {
            return Factors(file, factors, prefix, head, theta);
        }

        return kind switch
        {
            "none" => RopeScaling.None,
            "linear" => new RopeScaling.Linear(Shortest(file.Metadata.Number(prefix + (file.Metadata.Contains(prefix + "rope.scaling.factor") ? "rope.scaling.factor" : "rope.scale_linear")))),
            _ => throw new InvalidDataException($"{file.Source}: the rotary scaling {kind} is not supported; none, linear and that of Llama 3 are."),
        };
    }

    private static unsafe RopeScaling Factors(GgufFile file, GgufTensor tensor, string prefix, int head, double theta)
    {
        if (tensor.Count * 2 != head || head > MostHeadDimensions)
        {
            throw new InvalidDataException($"{file.Source}: {tensor.Name} has {tensor.Count} factors, heads of {head} have {head / 2} frequencies.");
        }

        float[] values = new float[tensor.Count];
        if (TensorDecoding.Decode(tensor.Format, file.Bytes.At(tensor.Start), values) >= 0)
        {
            throw new InvalidDataException($"{file.Source}: {tensor.Name} has a value that is not a finite number. Download the file again.");
        }

        return RotaryFactors.Recognise(values, file.Metadata, prefix.TrimEnd('.'), theta);
    }

    // Some files repeat a count for every block.
    private static int Uniform(GgufMetadata metadata, string key)
    {
        if (!metadata.IsList(key))
        {
            return metadata.Count(key);
        }

        IReadOnlyList<long> counts = metadata.WholeNumbers(key);
        return counts.Distinct().Count() == 1 && counts[0] is >= 0 and <= int.MaxValue
            ? (int)counts[0]
            : throw new InvalidDataException($"{metadata.Source}: {key} differs from block to block, which is not supported.");
    }

    private static double Positive(GgufMetadata metadata, string key, double otherwise)
    {
        double value = Shortest(metadata.Number(key, otherwise));
        return double.IsFinite(value) && value > 0 ? value : throw new InvalidDataException($"{metadata.Source}: {key} is {value} (or missing), not a positive number.");
    }

    // 1e-5 is kept as a float32; as a double it shall be 1e-5 again, not 9.99999974e-6.
    private static double Shortest(double value) =>
        (float)value == value ? double.Parse(((float)value).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;
}
