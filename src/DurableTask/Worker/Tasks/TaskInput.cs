using System.Text.Json;

namespace Tapir.DurableTask.Worker;

/// <summary>Reads the input of a task from the wire.</summary>
internal static class TaskInput
{
    /// <summary>Reads an orchestrator's input: bare JSON.</summary>
    public static object? ReadBare(DataConverter converter, string? text, Type type) =>
        IsNothingFor(text, type) ? null : converter.Deserialize(text, type);

    /// <summary>Reads an activity's input: a list of one from a .NET orchestrator, bare JSON from any other.</summary>
    public static object? ReadArgument(DataConverter converter, string? text, Type type)
    {
        if (text is not ['[', .., ']'])
        {
            return ReadBare(converter, text, type);
        }

        try
        {
            return ReadBare(converter, text[1..^1], type);
        }
        catch (Exception) when (CanRead(converter, text, type, out object? whole))
        {
            // Not a list of one argument but a bare list, as orchestrators in other languages send it.
            return whole;
        }
    }

    /// <summary>Writes an activity's input as a .NET orchestrator does.</summary>
    public static string WriteArgument(DataConverter converter, object? input) => $"[{converter.Serialize(input) ?? "null"}]";

    private static bool IsNothingFor(string? text, Type type) =>
        text is null || (text == "null" && type.IsValueType && type != typeof(JsonElement));

    private static bool CanRead(DataConverter converter, string text, Type type, out object? value)
    {
        try
        {
            value = converter.Deserialize(text, type);
            return true;
        }
        catch (Exception)
        {
            // The caller reports the failure to read it as a list of one, which is what was most likely meant.
            value = null;
            return false;
        }
    }
}
