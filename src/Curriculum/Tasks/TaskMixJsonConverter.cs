using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Tasks;

internal sealed class TaskMixJsonConverter : JsonConverter<TaskMix>
{
    public override TaskMix Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Dictionary<TaskLabel, double> shares = JsonSerializer.Deserialize<Dictionary<TaskLabel, double>>(ref reader, options)
            ?? throw new JsonException("A task mix must be an object from task label to share.");
        try
        {
            return new TaskMix(shares);
        }
        catch (ArgumentException wrong)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }

    public override void Write(Utf8JsonWriter writer, TaskMix value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((TaskLabel label, double share) in value.Shares)
        {
            writer.WriteNumber(label.Name, share);
        }

        writer.WriteEndObject();
    }
}
