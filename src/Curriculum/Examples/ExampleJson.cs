using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Examples;

/// <summary>Tapir's own JSONL: one example a line, camel-case names, nothing that is not known.</summary>
public static class ExampleJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The example as one line, without a line break. The same example gives the same bytes.</summary>
    public static string Write(Example example) => JsonSerializer.Serialize(example, Options);

    /// <exception cref="JsonException">The line is not an example; the message says why.</exception>
    public static Example Read(string line)
    {
        Example example = JsonSerializer.Deserialize<Example>(line, Options) ?? throw new JsonException("The line holds null instead of an example.");
        Require(example.Id, "id");
        Require(example.Instruction, "instruction");
        Require(example.Response, "response");
        Require(example.Origin, "origin");
        return example;
    }

    private static void Require(string? value, string name)
    {
        if (value is null)
        {
            throw new JsonException($"The example lacks \"{name}\".");
        }
    }
}
