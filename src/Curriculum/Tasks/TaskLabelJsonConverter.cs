using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Tasks;

/// <summary>A label as a JSON string, also where it is the name of a property (shares and counts per label).</summary>
internal sealed class TaskLabelJsonConverter : JsonConverter<TaskLabel>
{
    public override TaskLabel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        return reader.TokenType == JsonTokenType.String
            ? Parse(reader.GetString())
            : throw new JsonException($"A task label must be a string, not {reader.TokenType}.");
    }

    public override TaskLabel ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, TaskLabel value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TaskLabel value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Name);

    private static TaskLabel Parse(string? name) => TaskLabels.TryParse(name)
        ?? throw new JsonException("A task label must not be empty.");
}
