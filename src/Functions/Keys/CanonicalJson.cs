using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tapir.Functions;

/// <summary>One text for every way to write the same JSON value: keys sorted by code unit, no white space, numbers in one plain form.</summary>
/// <remarks>Close to RFC 8785, but numbers keep all their digits: a 64-bit seed and its neighbour must not share a key.</remarks>
public static class CanonicalJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = 256 };

    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="FormatException">An object has one key twice.</exception>
    public static string Of(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, ReaderOptions);
        return Of(document.RootElement);
    }

    /// <exception cref="FormatException">An object has one key twice.</exception>
    public static string Of(JsonElement json)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            Write(writer, json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, json);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in json.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(CanonicalNumber.Of(json.GetRawText()), skipInputValidation: true);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(json.GetString());
                break;
            case JsonValueKind.Undefined:
                writer.WriteNullValue();
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement json)
    {
        JsonProperty[] properties = [.. json.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal)];
        writer.WriteStartObject();
        for (int i = 0; i < properties.Length; i++)
        {
            string name = properties[i].Name;
            if (i > 0 && properties[i - 1].Name == name)
            {
                throw new FormatException($"The JSON object has the key '{name}' twice.");
            }

            writer.WritePropertyName(name);
            Write(writer, properties[i].Value);
        }

        writer.WriteEndObject();
    }
}
