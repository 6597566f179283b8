using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Tapir.Functions;

namespace Tapir.Activities.Training.Isolation;

/// <summary>What a process that computes a slice tells its parent: one JSON document a line.</summary>
[JsonDerivedType(typeof(Stepped), "stepped")]
[JsonDerivedType(typeof(Logged), "logged")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Failed), "failed")]
internal abstract record SliceMessage
{
    public string ToLine() => JsonSerializer.Serialize(this, FunctionJson.Options);

    /// <summary>Null for a line that is none of ours, such as one that a native library wrote.</summary>
    public static SliceMessage? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SliceMessage>(line, FunctionJson.Options);
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>After a step.</summary>
    /// <param name="Tokens">Of this step.</param>
    internal sealed record Stepped(long Step, long Steps, long Tokens, double Loss) : SliceMessage;

    /// <summary>A line for the log.</summary>
    internal sealed record Logged(LogLevel Level, int Event, string Text) : SliceMessage;

    /// <summary>All of it is computed and written.</summary>
    internal sealed record Done(SliceOutcome Outcome) : SliceMessage;

    /// <summary>It failed in a way that another attempt would repeat.</summary>
    internal sealed record Failed(SliceFailure Kind, string Message) : SliceMessage;
}
