using System.Text.Json;
using Google.Protobuf;

namespace Tapir.DurableTask.Protobuf;

/// <summary>An instance's history as a file keeps it, so that it can be replayed against later code.</summary>
/// <param name="InstanceId">The instance's id.</param>
/// <param name="Events">All events of its present execution, oldest first.</param>
public sealed record RecordedHistory(string InstanceId, IReadOnlyList<HistoryEvent> Events)
{
    private const string Format = "tapir-history/1";

    /// <summary>Writes histories as one JSON document, an event a line: <c>{"format":"tapir-history/1","instances":[{"instanceId":"...","events":[...]}]}</c>, each event
    /// in the JSON form of its protocol message.</summary>
    public static void Write(TextWriter output, IEnumerable<RecordedHistory> histories)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(histories);
        output.Write($"{{\"format\":\"{Format}\",\"instances\":[");
        string beforeInstance = "\n";
        foreach (RecordedHistory history in histories)
        {
            output.Write($"{beforeInstance}{{\"instanceId\":{JsonSerializer.Serialize(history.InstanceId)},\"events\":[");
            output.Write(string.Join(",", history.Events.Select(happened => $"\n{JsonFormatter.Default.Format(happened)}")));
            output.Write("]}");
            beforeInstance = ",\n";
        }

        output.Write("]}\n");
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static IReadOnlyList<RecordedHistory> Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            string? format = document.RootElement.GetProperty("format").GetString();
            return format == Format
                ? [.. document.RootElement.GetProperty("instances").EnumerateArray().Select(Read)]
                : throw new FormatException($"The history has the format '{format}'; this program reads '{Format}'.");
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or InvalidProtocolBufferException)
        {
            throw new FormatException($"This is no recorded history: {wrong.Message} `tapir history` writes one.", wrong);
        }
    }

    private static RecordedHistory Read(JsonElement instance) => new(
        instance.GetProperty("instanceId").GetString() ?? "",
        [.. instance.GetProperty("events").EnumerateArray().Select(happened => HistoryEvent.Parser.ParseJson(happened.GetRawText()))]);
}
