using System.Text.Json;
using Tapir.Curriculum.Tasks;

namespace Tapir.Datasets.Formats;

/// <summary>Tapir's own examples; a label need not be one of the paper's here.</summary>
internal sealed class TapirRows : IRowFormat
{
    public DatasetFormat Format => DatasetFormat.Tapir;

    public bool Recognizes(JsonElement row) => row.Has("instruction") && row.Has("response");

    public IEnumerable<RowReading> Read(JsonElement row)
    {
        if (row.Text("instruction") is not { } instruction || row.Text("response") is not { } response)
        {
            return [new RowReading.Bad("\"instruction\" and \"response\" must be strings")];
        }

        return [RowReading.Of(new RowContent(row.Id(), instruction, response, TaskLabels.TryParse(row.Text("task")), row.Text("family"), row.Level()))];
    }
}
