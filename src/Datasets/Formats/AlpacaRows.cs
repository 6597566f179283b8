using System.Text.Json;

namespace Tapir.Datasets.Formats;

/// <summary>Alpaca: the input, where there is one, becomes part of the instruction.</summary>
internal sealed class AlpacaRows : IRowFormat
{
    public DatasetFormat Format => DatasetFormat.Alpaca;

    public bool Recognizes(JsonElement row) => row.Has("instruction") && row.Has("output");

    public IEnumerable<RowReading> Read(JsonElement row)
    {
        if (row.Text("instruction") is not { } instruction || row.Text("output") is not { } output)
        {
            return [new RowReading.Bad("\"instruction\" and \"output\" must be strings")];
        }

        string whole = JsonFields.WithInput(instruction, row.Text("input"));
        return [RowReading.Of(new RowContent(row.Id(), whole, output.Trim(), row.Category()))];
    }
}
