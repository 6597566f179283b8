using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tapir.Host.State;

/// <summary>JSON as Tapir's own files and its <c>--json</c> output have it: camelCase, enums as strings (a number is none of their words), nulls left out, indented.</summary>
internal static class StateJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <exception cref="StateException">The file is not what it should be.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Options) ?? throw new JsonException("the document is null");
        }
        catch (JsonException problem)
        {
            throw new StateException($"'{path}' is damaged: {problem.Message}. Restore it from a copy, or name another state folder with --state.", problem);
        }
    }
}
