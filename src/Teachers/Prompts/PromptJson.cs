using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Tapir.Teachers.Prompts;

/// <summary>Writes and reads the one JSON document that carries the structured parts of a prompt.</summary>
internal static class PromptJson
{
    private static readonly SearchValues<char> Openers = SearchValues.Create("<[");

    private static readonly PromptJsonContext Context = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    /// <summary>The document as one line. Letters of every script stay readable (escapes cost tokens and confuse models), but what a
    /// chat template could take for one of its own marks, <c>&lt;|im_end|&gt;</c> or <c>[/INST]</c>, is escaped: a server that
    /// tokenizes special tokens inside content would otherwise let a student's answer end the prompt.</summary>
    public static string Write<T>(T document) => EscapeTemplateMarks(JsonSerializer.Serialize(document, InfoOf<T>()));

    public static T? TryRead<T>(string? text)
        where T : class
    {
        if (text is null || !text.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(text, InfoOf<T>());
        }
        catch (JsonException)
        {
            // Not a document of ours: for the reader that is "another prompt", not an error.
            return null;
        }
    }

    private static JsonTypeInfo<T> InfoOf<T>() => (JsonTypeInfo<T>)Context.GetTypeInfo(typeof(T))!;

    // '<' and "[INST" occur in JSON text only inside strings, so replacing them cannot change the document's structure.
    private static string EscapeTemplateMarks(string json)
    {
        int from = json.AsSpan().IndexOfAny(Openers);
        if (from < 0)
        {
            return json;
        }

        StringBuilder escaped = new(json.Length + 32);
        escaped.Append(json, 0, from);
        for (int i = from; i < json.Length; i++)
        {
            if (json[i] == '<' && OpensTag(json, i + 1))
            {
                escaped.Append("\\u003C");
            }
            else if (json[i] == '[' && OpensInstruction(json.AsSpan(i + 1)))
            {
                escaped.Append("\\u005B");
            }
            else
            {
                escaped.Append(json[i]);
            }
        }

        return escaped.ToString();
    }

    private static bool OpensTag(string json, int next) =>
        next < json.Length && (char.IsLetter(json[next]) || json[next] is '|' or '｜' or '/' or '!' or '_');

    private static bool OpensInstruction(ReadOnlySpan<char> rest) =>
        rest.StartsWith("INST") || rest.StartsWith("/INST") || rest.StartsWith("SYSTEM");
}
