using System.Globalization;
using System.Text.Json;
using Tapir.Curriculum.Tasks;

namespace Tapir.Datasets.Formats;

/// <summary>Reading the fields that rows of several forms share.</summary>
internal static class JsonFields
{
    public static bool Has(this JsonElement row, string name) => row.TryGetProperty(name, out _);

    /// <summary>The text of a field; null where it is missing or not a string.</summary>
    public static string? Text(this JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number of 1 or more; null where it is missing or anything else.</summary>
    public static int? Level(this JsonElement row) =>
        row.TryGetProperty("level", out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int level) && level >= 1 ? level : null;

    /// <summary>The row's own id, a string or a number.</summary>
    public static string? Id(this JsonElement row)
    {
        if (!row.TryGetProperty("id", out JsonElement id))
        {
            return null;
        }

        string? text = id.ValueKind switch
        {
            JsonValueKind.String => id.GetString(),
            JsonValueKind.Number when id.TryGetInt64(out long number) => number.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>The task label that a category of the data names, where it is one of the paper's.</summary>
    public static TaskLabel? Category(this JsonElement row) =>
        TaskLabels.TryParse(row.Text("task") ?? row.Text("category")) is { } label && TaskLabels.IsKnown(label) ? label : null;

    /// <summary>The instruction, with its input after an empty line where it has one.</summary>
    public static string WithInput(string instruction, string? input) =>
        string.IsNullOrWhiteSpace(input) ? instruction.Trim() : $"{instruction.Trim()}\n\n{input.Trim()}";
}
