using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tapir.Models.Network;

namespace Tapir.Models.Export;

/// <summary><c>config.json</c> of the LLaMA family, out and in: llama, mistral, qwen2, qwen3.</summary>
internal static class HuggingFaceConfig
{
    private const string Supported = "Supported are llama, mistral, qwen2 and qwen3 with hidden_act silu, rope_type default, linear or llama3, and no biases but those of qwen2.";

    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n" };

    public static string Write(StudentConfig config) => Write(config, ExportedTokens.Born, ExportPrecision.Full);

    /// <summary>The same for a model with special tokens of its own. What mistral has that llama has not makes no difference to a config, so mistral is written as llama.</summary>
    public static string Write(StudentConfig config, ExportedTokens tokens, ExportPrecision precision)
    {
        string kind = KindOf(config);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Format))
        {
            json.WriteStartObject();
            json.WriteStartArray("architectures");
            json.WriteStringValue($"{char.ToUpperInvariant(kind[0])}{kind[1..]}ForCausalLM");
            json.WriteEndArray();
            if (kind != "qwen2")
            {
                json.WriteBoolean("attention_bias", false);
            }

            json.WriteNumber("attention_dropout", 0.0);
            WriteId(json, "bos_token_id", tokens.Begin);
            WriteId(json, "eos_token_id", tokens.Ends.FirstOrDefault(-1));
            json.WriteNumber("head_dim", config.HeadDimension);
            json.WriteString("hidden_act", "silu");
            json.WriteNumber("hidden_size", config.Width);
            json.WriteNumber("initializer_range", 0.02);
            json.WriteNumber("intermediate_size", config.MlpWidth);
            json.WriteNumber("max_position_embeddings", config.ContextLength);
            if (kind == "llama")
            {
                json.WriteBoolean("mlp_bias", false);
            }

            json.WriteString("model_type", kind);
            json.WriteNumber("num_attention_heads", config.Heads);
            json.WriteNumber("num_hidden_layers", config.Layers);
            json.WriteNumber("num_key_value_heads", config.KeyValueHeads);
            WriteId(json, "pad_token_id", tokens.Padding);
            if (kind == "llama")
            {
                json.WriteNumber("pretraining_tp", 1);
            }

            json.WriteNumber("rms_norm_eps", config.NormEpsilon);
            WriteScaling(json, config.RopeScaling);
            json.WriteNumber("rope_theta", config.RopeTheta);
            json.WriteBoolean("tie_word_embeddings", config.TieOutput);
            json.WriteString("torch_dtype", precision == ExportPrecision.BFloat16 ? "bfloat16" : "float32");
            json.WriteBoolean("use_cache", true);
            if (kind != "llama")
            {
                json.WriteBoolean("use_sliding_window", false);
            }

            json.WriteNumber("vocab_size", config.VocabularySize);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>The config alone, of <see cref="ReadWithNotes"/>.</summary>
    public static StudentConfig Read(string text, string source) => ReadWithNotes(text, source).Config;

    /// <summary>Reads the old form (<c>rope_theta</c> and <c>rope_scaling</c> at the top) and the new one (<c>rope_parameters</c>). A sliding window shorter than the
    /// context limits the context to it, and a note says so.</summary>
    /// <exception cref="InvalidDataException">Another architecture, activation or rotary scaling, a bias that is not known, or a value that is missing.</exception>
    public static ReadConfig ReadWithNotes(string text, string source)
    {
        try
        {
            JsonObject json = JsonNode.Parse(text)!.AsObject();
            string kind = (string?)json["model_type"] ?? "none";
            if (Unsupported(json, kind) is { Length: > 0 } fault)
            {
                throw new InvalidDataException($"{source}: {fault} is not supported. {Supported}");
            }

            int width = Required(json, "hidden_size"), heads = Required(json, "num_attention_heads");
            int head = (int?)json["head_dim"] ?? (kind == "qwen3" ? 128 : width / heads);
            int context = Required(json, "max_position_embeddings"), window = Window(json, kind, context);
            StudentConfig config = new()
            {
                VocabularySize = Required(json, "vocab_size"),
                Width = width,
                MlpWidth = Required(json, "intermediate_size"),
                Layers = Required(json, "num_hidden_layers"),
                Heads = heads,
                KeyValueHeads = (int?)json["num_key_value_heads"] ?? heads,
                HeadDimension = head == width / heads ? 0 : head,
                ContextLength = Math.Min(context, window),
                RopeTheta = (double?)(json["rope_parameters"]?["rope_theta"] ?? json["rope_theta"]) ?? 10000,
                RopeScaling = Scaling(json),
                AttentionBias = kind == "qwen2",
                QueryKeyNorm = kind == "qwen3",
                NormEpsilon = (double?)json["rms_norm_eps"] ?? 1e-6,
                TieOutput = (bool?)json["tie_word_embeddings"] ?? false,
            };
            string[] notes = window < context ? [$"{source}: the model attends through a sliding window of {window} tokens; its context of {context} is limited to that."] : [];
            return new ReadConfig(config.Validated(), notes);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{source}: not the config.json of a LLaMA-like checkpoint: {malformed.Message}", malformed);
        }
    }

    private static void WriteId(Utf8JsonWriter json, string name, int id)
    {
        if (id < 0)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteNumber(name, id);
    }

    private static string KindOf(StudentConfig config) => (config.AttentionBias, config.QueryKeyNorm) switch
    {
        (false, false) => "llama",
        (true, false) => "qwen2",
        (false, true) => "qwen3",
        _ => throw new NotSupportedException("No architecture of transformers has both a bias on q, k, v and a norm on the heads of q and k."),
    };

    // Empty where everything is known.
    private static string Unsupported(JsonObject json, string kind)
    {
        string activation = (string?)(json["hidden_act"] ?? json["hidden_activation"]) ?? "silu", scaling = ScalingKind(json);
        double rotated = (double?)(json["rope_parameters"]?["partial_rotary_factor"] ?? json["partial_rotary_factor"]) ?? 1;
        return kind is not ("llama" or "mistral" or "qwen2" or "qwen3") ? $"model_type {kind}"
            : activation != "silu" ? $"hidden_act {activation}"
            : scaling is not ("default" or "linear" or "llama3") ? $"rope_type {scaling}"
            : rotated != 1 ? $"partial_rotary_factor {rotated}"
            : (bool?)json["attention_bias"] == true && kind != "qwen2" ? $"attention_bias of a {kind}"
            : (bool?)json["mlp_bias"] == true ? "mlp_bias"
            : "";
    }

    private static JsonObject? Rope(JsonObject json) => (json["rope_parameters"] ?? json["rope_scaling"]) as JsonObject;

    private static string ScalingKind(JsonObject json) => (string?)(Rope(json)?["rope_type"] ?? Rope(json)?["type"]) ?? "default";

    private static RopeScaling Scaling(JsonObject json)
    {
        JsonObject rope = Rope(json) ?? [];
        double Number(string name) => (double?)rope[name] ?? throw new FormatException($"\"{name}\" of the rotary scaling is missing");
        return ScalingKind(json) switch
        {
            "linear" => new RopeScaling.Linear(Number("factor")),
            "llama3" => new RopeScaling.Llama3(
                Number("factor"), Number("low_freq_factor"), Number("high_freq_factor"), (int)Number("original_max_position_embeddings")),
            _ => RopeScaling.None,
        };
    }

    // Qwen names a window that it does not use.
    private static int Window(JsonObject json, string kind, int context)
    {
        bool used = kind == "mistral" || (kind is "qwen2" or "qwen3" && (bool?)json["use_sliding_window"] == true);
        return used && (int?)json["sliding_window"] is { } window && window > 0 ? Math.Min(window, context) : context;
    }

    private static void WriteScaling(Utf8JsonWriter json, RopeScaling scaling)
    {
        if (scaling == RopeScaling.None)
        {
            json.WriteNull("rope_scaling");
            return;
        }

        json.WriteStartObject("rope_scaling");
        switch (scaling)
        {
            case RopeScaling.Linear linear:
                json.WriteNumber("factor", linear.Factor);
                json.WriteString("rope_type", "linear");
                break;
            case RopeScaling.Llama3 llama:
                json.WriteNumber("factor", llama.Factor);
                json.WriteNumber("high_freq_factor", llama.HighFrequencyFactor);
                json.WriteNumber("low_freq_factor", llama.LowFrequencyFactor);
                json.WriteNumber("original_max_position_embeddings", llama.OriginalContextLength);
                json.WriteString("rope_type", "llama3");
                break;
            default:
                throw new NotSupportedException($"A config.json has no name for {scaling}.");
        }

        json.WriteEndObject();
    }

    private static int Required(JsonObject json, string name) =>
        (int?)json[name] ?? throw new FormatException($"\"{name}\" is missing");
}
