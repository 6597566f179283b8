using System.Text.Json;

namespace Tapir.Models.Checkpoints;

/// <summary>The few settings that are looked for in more than one of a folder's JSON files.</summary>
internal static class SettingsJson
{
    /// <summary><c>eos_token_id</c>: a number or a list of them; none where the text is empty or says none.</summary>
    /// <exception cref="InvalidDataException">Not JSON, or ids that are no numbers.</exception>
    public static IReadOnlyList<int> EndOfTextIds(string text, string source) => Read<IReadOnlyList<int>>(text, source, [], root =>
        !root.TryGetProperty("eos_token_id", out JsonElement ids) || ids.ValueKind == JsonValueKind.Null ? []
        : ids.ValueKind == JsonValueKind.Array ? [.. ids.EnumerateArray().Select(id => id.GetInt32())]
        : [ids.GetInt32()]);

    /// <summary><c>chat_template</c>: a text, or a list of named ones, of which "default" (else the first) counts; empty where there is none.</summary>
    /// <exception cref="InvalidDataException">Not JSON, or a template that is no text.</exception>
    public static string ChatTemplate(string text, string source) => Read(text, source, "", root =>
        !root.TryGetProperty("chat_template", out JsonElement template) || template.ValueKind == JsonValueKind.Null ? ""
        : template.ValueKind != JsonValueKind.Array ? template.GetString() ?? ""
        : template.EnumerateArray().OrderByDescending(named => named.GetProperty("name").GetString() == "default").Select(named => named.GetProperty("template").GetString() ?? "").FirstOrDefault(""));

    private static T Read<T>(string text, string source, T otherwise, Func<JsonElement, T> read)
    {
        if (text.Length == 0)
        {
            return otherwise;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return read(json.RootElement);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"{source}: not a settings file of a checkpoint: {malformed.Message}", malformed);
        }
    }
}
