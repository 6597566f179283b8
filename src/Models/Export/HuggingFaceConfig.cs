using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tapir.Models.Network;
using Tapir.Models.Tokenization;

namespace Tapir.Models.Export;

/// <summary><c>config.json</c> of a LLaMA checkpoint, out and in.</summary>
internal static class HuggingFaceConfig
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n" };

    public static string Write(StudentConfig config)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Format))
        {
            json.WriteStartObject();
            json.WriteStartArray("architectures");
            json.WriteStringValue("LlamaForCausalLM");
            json.WriteEndArray();
            json.WriteBoolean("attention_bias", false);
            json.WriteNumber("attention_dropout", 0.0);
            json.WriteNull("bos_token_id");
            json.WriteNumber("eos_token_id", SpecialTokens.EndOfTextId);
            json.WriteNumber("head_dim", config.HeadDimension);
            json.WriteString("hidden_act", "silu");
            json.WriteNumber("hidden_size", config.Width);
            json.WriteNumber("initializer_range", 0.02);
            json.WriteNumber("intermediate_size", config.MlpWidth);
            json.WriteNumber("max_position_embeddings", config.ContextLength);
            json.WriteBoolean("mlp_bias", false);
            json.WriteString("model_type", "llama");
            json.WriteNumber("num_attention_heads", config.Heads);
            json.WriteNumber("num_hidden_layers", config.Layers);
            json.WriteNumber("num_key_value_heads", config.KeyValueHeads);
            json.WriteNumber("pad_token_id", SpecialTokens.PaddingId);
            json.WriteNumber("pretraining_tp", 1);
            json.WriteNumber("rms_norm_eps", config.NormEpsilon);
            json.WriteNull("rope_scaling");
            json.WriteNumber("rope_theta", config.RopeTheta);
            json.WriteBoolean("tie_word_embeddings", config.TieOutput);
            json.WriteString("torch_dtype", "float32");
            json.WriteBoolean("use_cache", true);
            json.WriteNumber("vocab_size", config.VocabularySize);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Reads the old form (<c>rope_theta</c> at the top) and the new one (<c>rope_parameters</c>).</summary>
    /// <exception cref="InvalidDataException">Another architecture, a scaled rotary embedding, a bias, or a value that is missing.</exception>
    public static StudentConfig Read(string text, string source)
    {
        try
        {
            JsonObject json = JsonNode.Parse(text)!.AsObject();
            string kind = (string?)json["model_type"] ?? "none";
            JsonNode? rope = json["rope_parameters"] ?? json["rope_scaling"];
            string scaling = (string?)(rope?["rope_type"] ?? rope?["type"]) ?? "default";
            if (kind != "llama" || scaling != "default" || (bool?)json["attention_bias"] == true || (bool?)json["mlp_bias"] == true)
            {
                throw new InvalidDataException($"{source}: model_type {kind} with rope_type {scaling} (or with biases) is not supported; llama with rope_type default and no biases is.");
            }

            int width = Required(json, "hidden_size"), heads = Required(json, "num_attention_heads");
            int head = (int?)json["head_dim"] ?? width / heads;
            return new StudentConfig
            {
                VocabularySize = Required(json, "vocab_size"),
                Width = width,
                MlpWidth = Required(json, "intermediate_size"),
                Layers = Required(json, "num_hidden_layers"),
                Heads = heads,
                KeyValueHeads = (int?)json["num_key_value_heads"] ?? heads,
                HeadDimension = head == width / heads ? 0 : head,
                ContextLength = Required(json, "max_position_embeddings"),
                RopeTheta = (double?)(json["rope_parameters"]?["rope_theta"] ?? json["rope_theta"]) ?? 10000,
                NormEpsilon = (double?)json["rms_norm_eps"] ?? 1e-6,
                TieOutput = (bool?)json["tie_word_embeddings"] ?? false,
            }.Validated();
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{source}: not the config.json of a LLaMA checkpoint: {malformed.Message}", malformed);
        }
    }

    private static int Required(JsonObject json, string name) =>
        (int?)json[name] ?? throw new FormatException($"\"{name}\" is missing");
}
