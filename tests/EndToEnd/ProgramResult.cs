using System.Text.Json;

namespace Tapir.EndToEnd;

/// <summary>How a process ended and what it printed.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output, all of which must be one JSON document.</summary>
    public JsonElement Json()
    {
        using JsonDocument document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    public ProgramResult AssertExitCode(int expected)
    {
        Assert.AreEqual(expected, ExitCode, ToString());
        return this;
    }

    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- errors\n{Errors}";
}
