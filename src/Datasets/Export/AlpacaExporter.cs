using System.Text.Json;
using Tapir.Curriculum.Examples;

namespace Tapir.Datasets.Export;

/// <summary>Alpaca: one JSON array of instruction, (empty) input and output.</summary>
public static class AlpacaExporter
{
    /// <summary>Writes and flushes; the stream stays open.</summary>
    public static async Task WriteAsync(Stream stream, IEnumerable<Example> examples, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(examples);
        await using Utf8JsonWriter writer = new(stream, ExportJson.Options with { Indented = true });
        writer.WriteStartArray();
        foreach (Example example in examples)
        {
            writer.WriteStartObject();
            writer.WriteString("instruction", example.Instruction);
            writer.WriteString("input", string.Empty);
            writer.WriteString("output", example.Response);
            writer.WriteEndObject();
            await writer.FlushAsync(cancellation).ConfigureAwait(false);
        }

        writer.WriteEndArray();
        await writer.FlushAsync(cancellation).ConfigureAwait(false);
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
