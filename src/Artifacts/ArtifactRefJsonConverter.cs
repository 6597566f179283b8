using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tapir.Artifacts;

internal sealed class ArtifactRefJsonConverter : JsonConverter<ArtifactRef>
{
    public override ArtifactRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Parse(reader.GetString())
            : throw new JsonException($"An artifact reference is a string ('{ArtifactRef.Prefix}...'), not a {reader.TokenType}.");

    public override void Write(Utf8JsonWriter writer, ArtifactRef value, JsonSerializerOptions options) =>
        writer.WriteStringValue(ArtifactRef.Prefix + value.Digest);

    public override ArtifactRef ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, ArtifactRef value, JsonSerializerOptions options) =>
        writer.WritePropertyName(ArtifactRef.Prefix + value.Digest);

    private static ArtifactRef Parse(string? text) =>
        text?.StartsWith(ArtifactRef.Prefix, StringComparison.Ordinal) == true && ArtifactRef.TryParse(text, out ArtifactRef artifact)
            ? artifact
            : throw new JsonException($"'{text}' is not an artifact reference: expected {ArtifactRef.Prefix} and 64 lower-case hexadecimal digits.");
}
