using System.Text.Json;

namespace Tapir.Teachers.Prompts;

/// <summary>The reply to an expansion request: one JSON object with the new instructions.</summary>
public static class ExpandReply
{
    public static string Write(IReadOnlyList<string> instructions) => PromptJson.Write(new InstructionsDocument(instructions));

    /// <summary>Reads the instructions, white space trimmed; empty ones and what is not a string are left out.</summary>
    public static Reply<IReadOnlyList<string>> Read(string reply)
    {
        IReadOnlyList<JsonElement> objects = ReplyObjects.With(reply, "instructions");
        if (objects.Count == 0)
        {
            return new Unreadable<IReadOnlyList<string>>("the reply has no JSON object with \"instructions\"");
        }

        JsonElement list = objects[^1].GetProperty("instructions");
        if (list.ValueKind != JsonValueKind.Array)
        {
            return new Unreadable<IReadOnlyList<string>>("\"instructions\" in the reply is not a list");
        }

        List<string> instructions = [];
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && item.GetString()!.Trim() is { Length: > 0 } instruction)
            {
                instructions.Add(instruction);
            }
        }

        return new Readable<IReadOnlyList<string>>(instructions);
    }
}
