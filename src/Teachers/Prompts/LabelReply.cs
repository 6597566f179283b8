using System.Text.Json;

namespace Tapir.Teachers.Prompts;

/// <summary>The reply to a labelling request: one JSON object with one of the labels.</summary>
public static class LabelReply
{
    public static string Write(string label) => PromptJson.Write(new ChosenLabelDocument(label));

    /// <summary>Reads the label as it is spelled in <paramref name="labels"/>, upper and lower case apart. Unreadable where the reply
    /// names none of them.</summary>
    public static Reply<string> Read(string reply, IReadOnlyList<string> labels)
    {
        IReadOnlyList<JsonElement> objects = ReplyObjects.With(reply, "label");
        string chosen = objects.Count > 0 && objects[^1].GetProperty("label") is { ValueKind: JsonValueKind.String } label
            ? label.GetString()!.Trim()
            : reply.Trim().Trim('"', '.', '`');
        string? known = labels.FirstOrDefault(l => string.Equals(l, chosen, StringComparison.OrdinalIgnoreCase));
        return known is null
            ? new Unreadable<string>("the reply names none of the labels")
            : new Readable<string>(known);
    }
}
