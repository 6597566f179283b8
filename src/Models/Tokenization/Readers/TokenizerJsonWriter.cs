using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tapir.Models.Tokenization.Readers;

/// <summary>Writes the tokenizer.json of a GGUF file's tokenizer.</summary>
internal static class TokenizerJsonWriter
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <param name="normalizer">JSON of it, or <c>null</c>; so are the next two.</param>
    /// <param name="begin">Id that plain text begins with; below 0, none.</param>
    /// <param name="writeModel">Writes the members of <c>model</c> but for <c>vocab</c>.</param>
    public static string Write(GgufTokens tokens, string normalizer, string preTokenizer, string decoder, int begin, Action<Utf8JsonWriter> writeModel)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Format))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteNull("truncation");
            json.WriteNull("padding");
            WriteAdded(json, tokens);
            json.WritePropertyName("normalizer");
            json.WriteRawValue(normalizer);
            json.WritePropertyName("pre_tokenizer");
            json.WriteRawValue(preTokenizer);
            json.WritePropertyName("post_processor");
            WriteBegin(json, tokens, begin);
            json.WritePropertyName("decoder");
            json.WriteRawValue(decoder);
            json.WriteStartObject("model");
            json.WriteString("type", "BPE");
            writeModel(json);
            json.WriteStartObject("vocab");
            for (int id = 0; id < tokens.Texts.Count; id++)
            {
                json.WriteNumber(tokens.Texts[id], id);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void WriteAdded(Utf8JsonWriter json, GgufTokens tokens)
    {
        json.WriteStartArray("added_tokens");
        for (int id = 0; id < tokens.Texts.Count; id++)
        {
            if (!tokens.IsAdded(id))
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", tokens.Texts[id]);
            json.WriteBoolean("single_word", false);
            json.WriteBoolean("lstrip", false);
            json.WriteBoolean("rstrip", false);
            json.WriteBoolean("normalized", false);
            json.WriteBoolean("special", tokens.IsSpecial(id));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBegin(Utf8JsonWriter json, GgufTokens tokens, int begin)
    {
        if (begin < 0)
        {
            json.WriteNullValue();
            return;
        }

        string token = JsonSerializer.Serialize(tokens.Texts[begin]);
        json.WriteRawValue($$"""
            {"type": "TemplateProcessing",
             "single": [{"SpecialToken": {"id": {{token}}, "type_id": 0} }, {"Sequence": {"id": "A", "type_id": 0} }],
             "pair": [{"Sequence": {"id": "A", "type_id": 0} }, {"Sequence": {"id": "B", "type_id": 1} }],
             "special_tokens": { {{token}}: {"id": {{token}}, "ids": [{{begin}}], "tokens": [{{token}}] } } }
            """);
    }
}
