using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tapir.Artifacts;

/// <summary>How JSON looks inside artifacts: camelCase, enums as strings, nulls omitted, no white space, text of any script unescaped.</summary>
/// <remarks>The bytes are the identity of an artifact: a change here changes the digest of everything made afterwards.</remarks>
public static class ArtifactJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // Artifacts are files, never part of a web page, so letters of other scripts need no escapes.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            NumberHandling = JsonNumberHandling.Strict,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
