using System.Text.Json;

namespace Tapir.Datasets.Formats;

/// <summary>OpenAI chat messages. The first exchange is the example, after the system message where there is one; later turns only make sense
/// with what came before, and a curriculum of single instructions leaves them out.</summary>
internal sealed class MessagesRows : IRowFormat
{
    public DatasetFormat Format => DatasetFormat.Messages;

    public bool Recognizes(JsonElement row) => row.Has("messages");

    public IEnumerable<RowReading> Read(JsonElement row) => [ReadFirstExchange(row)];

    private static RowReading ReadFirstExchange(JsonElement row)
    {
        if (row.GetProperty("messages") is not { ValueKind: JsonValueKind.Array } messages)
        {
            return new RowReading.Bad("\"messages\" must be an array");
        }

        string? system = null;
        string? user = null;
        foreach (JsonElement message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || message.Text("role") is not { } role || ContentOf(message) is not { } content)
            {
                return new RowReading.Bad("a message lacks \"role\" or a \"content\" of text");
            }

            switch (role)
            {
                case "system" or "developer" when user is null:
                    system = content;
                    break;
                case "user" when user is null:
                    user = content;
                    break;
                case "assistant" when user is not null:
                    string instruction = system is null ? user.Trim() : JsonFields.WithInput(system, user);
                    return RowReading.Of(new RowContent(row.Id(), instruction, content.Trim(), row.Category()));
                default:
                    return new RowReading.Bad($"a message of role \"{role}\" stands where it cannot be part of one question and its answer");
            }
        }

        return new RowReading.Bad(user is null ? "no message of role \"user\"" : "no message of role \"assistant\" answers");
    }

    // Content is a string, or parts of which those of text are joined.
    private static string? ContentOf(JsonElement message)
    {
        if (!message.TryGetProperty("content", out JsonElement content))
        {
            return null;
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString();
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        string?[] parts = [.. content.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.Object ? part.Text("text") : null)];
        return parts.Contains(null) ? null : string.Concat(parts);
    }
}
