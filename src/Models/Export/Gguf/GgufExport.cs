using Tapir.Models.Checkpoints;
using Tapir.Models.Checkpoints.Elements;
using Tapir.Models.Gguf;
using Tapir.Models.Gguf.Quantization;
using Tapir.Models.Network;

namespace Tapir.Models.Export.Gguf;

/// <summary>A model as a GGUF file, which llama.cpp and what is built on it load.</summary>
public static class GgufExport
{
    // Of ggml's enum llama_ftype: what most tensors are.
    private const uint MostlyF16 = 1, MostlyQ8 = 7, QuantizationVersion = 2;

    /// <summary>Writes a student with its tokenizer and chat template; equal arguments give equal bytes.</summary>
    /// <param name="name">What llama.cpp shows as the model's name.</param>
    /// <exception cref="NotSupportedException">llama.cpp has no architecture for the config, or no name for how the tokenizer cuts words.</exception>
    /// <param name="context">The longest sequence that the file names, in tokens; null for the student's own, which a run may have kept shorter than its model's.</param>
    /// <exception cref="InvalidDataException">A weight is too large for half precision.</exception>
    public static void Write(Stream stream, Student student, string name, GgufPrecision precision, int? context = null)
    {
        string settings = HuggingFaceExport.TokenizerConfig(student);
        IReadOnlyList<KeyValuePair<string, object>> tokenizer = GgufTokenizer.Metadata(
            student.Tokenizer.ToJson(),
            settings,
            SettingsJson.ChatTemplate(settings, "tokenizer_config.json"),
            ExportedTokens.Of(student.Language).Ends,
            student.Config.VocabularySize);
        Write(stream, name, student.Weights, tokenizer, precision, context);
    }

    /// <summary>Writes config, tokenizer and weights; equal arguments give equal bytes.</summary>
    /// <param name="name">What llama.cpp shows as the model's name.</param>
    /// <param name="tokenizer">From <see cref="GgufTokenizer"/>.</param>
    /// <exception cref="NotSupportedException">llama.cpp has no architecture for the config.</exception>
    internal static void Write(Stream stream, string name, StudentWeights weights, IReadOnlyList<KeyValuePair<string, object>> tokenizer, GgufPrecision precision, int? context = null)
    {
        StudentConfig config = weights.Config with { ContextLength = context ?? weights.Config.ContextLength };
        GgufArchitecture architecture = GgufArchitecture.Of(config);
        WritableFormat matrices = precision == GgufPrecision.Q8 ? Q8Format.Instance : Float16Format.Instance;
        List<KeyValuePair<string, object>> metadata =
        [
            new("general.architecture", architecture.Name),
            new("general.type", "model"),
            new("general.name", name),
            new("general.file_type", precision == GgufPrecision.Q8 ? MostlyQ8 : MostlyF16),
            new("general.quantization_version", QuantizationVersion),
            .. Shape(config, architecture.Name + "."),
            .. tokenizer,
        ];
        GgufOutput.Write(stream, metadata, [.. Factors(config), .. weights.ToTensors().Select(tensor => Output(tensor.Name, tensor.Shape, tensor.Values, matrices, architecture, config.HeadDimension))]);
    }

    private static List<KeyValuePair<string, object>> Shape(StudentConfig config, string prefix)
    {
        List<KeyValuePair<string, object>> values =
        [
            new(prefix + "vocab_size", (uint)config.VocabularySize),
            new(prefix + "context_length", (uint)config.ContextLength),
            new(prefix + "embedding_length", (uint)config.Width),
            new(prefix + "block_count", (uint)config.Layers),
            new(prefix + "feed_forward_length", (uint)config.MlpWidth),
            new(prefix + "attention.head_count", (uint)config.Heads),
            new(prefix + "attention.head_count_kv", (uint)config.KeyValueHeads),
            new(prefix + "attention.key_length", (uint)config.HeadDimension),
            new(prefix + "attention.value_length", (uint)config.HeadDimension),
            new(prefix + "attention.layer_norm_rms_epsilon", (float)config.NormEpsilon),
            new(prefix + "rope.dimension_count", (uint)config.HeadDimension),
            new(prefix + "rope.freq_base", (float)config.RopeTheta),
        ];
        switch (config.RopeScaling)
        {
            case RopeScaling.Linear linear:
                values.Add(new(prefix + "rope.scaling.type", "linear"));
                values.Add(new(prefix + "rope.scaling.factor", (float)linear.Factor));
                break;
            case RopeScaling.Llama3 llama:
                // llama.cpp takes the factors; these are for whoever wants the parameters back.
                values.Add(new(prefix + RotaryFactors.OriginalContextKey, (uint)llama.OriginalContextLength));
                values.Add(new(prefix + RotaryFactors.LowKey, (float)llama.LowFrequencyFactor));
                values.Add(new(prefix + RotaryFactors.HighKey, (float)llama.HighFrequencyFactor));
                break;
        }

        return values;
    }

    private static IEnumerable<GgufTensorOutput> Factors(StudentConfig config) => config.RopeScaling is RopeScaling.Llama3
        ? [new(GgufNames.RotaryFactors, [config.HeadDimension / 2], Float32Format.Instance, RotaryFactors.Of(config.RopeScaling, config.HeadDimension, config.RopeTheta), static row => row)]
        : [];

    private static GgufTensorOutput Output(string name, long[] shape, ReadOnlyMemory<float> values, WritableFormat matrices, GgufArchitecture architecture, int headDimension)
    {
        WritableFormat format = shape.Length == 1 ? Float32Format.Instance : shape[1] % matrices.BlockElements == 0 ? matrices : Float16Format.Instance;
        Func<int, int> sourceRow = architecture.InterleavesPairs && RotaryOrder.Concerns(name) ? row => RotaryOrder.ToHalves(row, headDimension) : static row => row;
        return new GgufTensorOutput(GgufNames.ToGguf(name), shape, format, values, sourceRow);
    }
}
