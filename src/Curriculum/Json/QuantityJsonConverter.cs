using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Json;

/// <summary>A quantity with a range as the plain JSON number it is; a number out of range is a JSON error.</summary>
internal abstract class QuantityJsonConverter<T>(Func<double, T> parse, Func<T, double> number) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw new JsonException($"{typeof(T).Name} must be a number, not {reader.TokenType}.");
        }

        try
        {
            return parse(reader.GetDouble());
        }
        catch (ArgumentException wrong)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(number(value));
}
