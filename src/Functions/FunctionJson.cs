using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tapir.Functions;

/// <summary>How inputs and outputs of functions look as JSON, on both sides of a call: camelCase, enums as strings (a number is none of their words), nulls omitted.</summary>
/// <remarks>Keys are digests of this form: a change here makes every cached result unreachable.</remarks>
public static class FunctionJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <value>The same as a converter for worker and client.</value>
    public static DataConverter Converter { get; } = new JsonDataConverter(Options);

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
            // The canonical form sorts keys, and with them "$type".
            AllowOutOfOrderMetadataProperties = true,
            // Never part of a web page, so letters of other scripts need no escapes.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
