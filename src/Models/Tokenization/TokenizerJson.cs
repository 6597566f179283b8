using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tapir.Models.Tokenization;

/// <summary>A student's tokenizer as Hugging Face's <c>tokenizer.json</c>, and back.</summary>
public static class TokenizerJson
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>The same tokenizer gives the same text.</summary>
    public static string Write(StudentTokenizer tokenizer)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Format))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteNull("truncation");
            json.WriteNull("padding");
            json.WriteStartArray("added_tokens");
            for (int id = 0; id < SpecialTokens.All.Count; id++)
            {
                WriteSpecial(json, id);
            }

            json.WriteEndArray();
            json.WriteNull("normalizer");
            WritePreTokenizer(json);
            json.WriteNull("post_processor");
            json.WriteStartObject("decoder");
            WriteByteLevel(json);
            json.WriteEndObject();
            WriteModel(json, tokenizer.Table);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Reads what <see cref="Write"/> wrote; <paramref name="source"/> names the text in errors.</summary>
    /// <exception cref="InvalidDataException">Not JSON, or not a tokenizer of this kind.</exception>
    public static StudentTokenizer Read(string text, string source)
    {
        try
        {
            JsonNode model = JsonNode.Parse(text)?["model"] ?? throw new InvalidDataException($"{source}: there is no \"model\".");
            Dictionary<string, int> vocabulary = model["vocab"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<int>());
            MergeTable table = MergeTable.OfBytes();
            Demand(SpecialTokens.All.Select((token, id) => vocabulary.GetValueOrDefault(token, -1) == id).All(same => same), source, "its special tokens are not those of a student");
            Demand(Enumerable.Range(0, 256).All(value => vocabulary.GetValueOrDefault(ByteAlphabet.Write([(byte)value]), -1) == MergeTable.ByteId((byte)value)), source, "its bytes are not in a student's order");
            foreach (JsonNode? merge in model["merges"]!.AsArray())
            {
                string[] pair = merge is JsonArray parts ? [.. parts.Select(part => part!.GetValue<string>())] : merge!.GetValue<string>().Split(' ');
                Demand(pair.Length == 2 && vocabulary.ContainsKey(pair[0]) && vocabulary.ContainsKey(pair[1]), source, $"the merge {merge} is not of two known tokens");
                int merged = table.Add(vocabulary[pair[0]], vocabulary[pair[1]]);
                Demand(vocabulary.GetValueOrDefault(pair[0] + pair[1], -1) == merged, source, $"the merge {merge} makes a token out of order");
            }

            Demand(table.Count == vocabulary.Count, source, $"it has {vocabulary.Count} tokens, its merges make {table.Count}");
            return new StudentTokenizer(table);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{source}: not a tokenizer.json: {malformed.Message}", malformed);
        }
    }

    private static void Demand(bool holds, string source, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{source}: {otherwise}. Only tokenizers written by Tapir can be read.");
        }
    }

    private static void WriteSpecial(Utf8JsonWriter json, int id)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("content", SpecialTokens.All[id]);
        json.WriteBoolean("single_word", false);
        json.WriteBoolean("lstrip", false);
        json.WriteBoolean("rstrip", false);
        json.WriteBoolean("normalized", false);
        json.WriteBoolean("special", true);
        json.WriteEndObject();
    }

    private static void WritePreTokenizer(Utf8JsonWriter json)
    {
        json.WriteStartObject("pre_tokenizer");
        json.WriteString("type", "Sequence");
        json.WriteStartArray("pretokenizers");
        json.WriteStartObject();
        json.WriteString("type", "Digits");
        json.WriteBoolean("individual_digits", true);
        json.WriteEndObject();
        json.WriteStartObject();
        WriteByteLevel(json);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteByteLevel(Utf8JsonWriter json)
    {
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", true);
    }

    private static void WriteModel(Utf8JsonWriter json, MergeTable table)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        json.WriteNull("dropout");
        json.WriteNull("unk_token");
        json.WriteNull("continuing_subword_prefix");
        json.WriteNull("end_of_word_suffix");
        json.WriteBoolean("fuse_unk", false);
        json.WriteBoolean("byte_fallback", false);
        json.WriteBoolean("ignore_merges", false);
        json.WriteStartObject("vocab");
        for (int id = 0; id < table.Count; id++)
        {
            json.WriteNumber(id < SpecialTokens.All.Count ? SpecialTokens.All[id] : ByteAlphabet.Write(table.Bytes(id)), id);
        }

        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach ((int left, int right) in table.Merges)
        {
            json.WriteStringValue($"{ByteAlphabet.Write(table.Bytes(left))} {ByteAlphabet.Write(table.Bytes(right))}");
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
