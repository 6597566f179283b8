using System.Text.Json;

namespace Tapir.Datasets.Formats;

/// <summary>Self-Instruct: seed tasks and user-oriented tasks. Each instance is an example of its own.</summary>
internal sealed class SelfInstructRows : IRowFormat
{
    public DatasetFormat Format => DatasetFormat.SelfInstruct;

    public bool Recognizes(JsonElement row) => row.Has("instruction") && row.Has("instances");

    public IEnumerable<RowReading> Read(JsonElement row)
    {
        if (row.Text("instruction") is not { } instruction || row.GetProperty("instances") is not { ValueKind: JsonValueKind.Array } instances)
        {
            return [new RowReading.Bad("\"instruction\" must be a string and \"instances\" an array")];
        }

        int count = instances.GetArrayLength();
        return count == 0
            ? [new RowReading.Bad("\"instances\" is empty")]
            : instances.EnumerateArray().Select((instance, at) => ReadInstance(row, instruction, instance, count == 1 ? null : at + 1));
    }

    private static RowReading ReadInstance(JsonElement row, string instruction, JsonElement instance, int? number)
    {
        if (instance.ValueKind != JsonValueKind.Object || instance.Text("output") is not { } output)
        {
            return new RowReading.Bad($"instance {number ?? 1} has no \"output\"");
        }

        string? id = row.Id() is { } own && number is not null ? $"{own}#{number}" : row.Id();
        return RowReading.Of(new RowContent(id, JsonFields.WithInput(instruction, instance.Text("input")), output.Trim(), row.Category()));
    }
}
