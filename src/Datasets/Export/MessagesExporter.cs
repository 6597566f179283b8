using System.Text.Json;
using Tapir.Curriculum.Examples;

namespace Tapir.Datasets.Export;

/// <summary>OpenAI chat messages as JSON lines, one exchange a line.</summary>
public static class MessagesExporter
{
    /// <summary>Writes and flushes; the stream stays open.</summary>
    public static async Task WriteAsync(Stream stream, IEnumerable<Example> examples, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(examples);
        await using Utf8JsonWriter writer = new(stream, ExportJson.Options);
        foreach (Example example in examples)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("messages");
            Write(writer, "user", example.Instruction);
            Write(writer, "assistant", example.Response);
            writer.WriteEndArray();
            writer.WriteEndObject();
            await writer.FlushAsync(cancellation).ConfigureAwait(false);
            stream.WriteByte((byte)'\n');
            writer.Reset();
        }

        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter writer, string role, string content)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteString("content", content);
        writer.WriteEndObject();
    }
}
