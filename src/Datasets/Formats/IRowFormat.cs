using System.Text.Json;

namespace Tapir.Datasets.Formats;

/// <summary>One form of rows.</summary>
internal interface IRowFormat
{
    DatasetFormat Format { get; }

    /// <summary>Whether an object has the properties of this form, right or wrong in type.</summary>
    bool Recognizes(JsonElement row);

    /// <summary>What a recognised row holds: one reading, or one per instance.</summary>
    IEnumerable<RowReading> Read(JsonElement row);
}
