using System.Text.Json;

namespace Tapir.EndToEnd.Runs;

[TestClass]
public sealed class LogFormatTests
{
    [TestMethod]
    public void Run_LogFormatIsJson_EachLineSaysWhichRunAndFunctionItTellsOf()
    {
        using TapirProgram program = new();

        ProgramResult done = program.Run(
            new Dictionary<string, string> { ["TAPIR_LOG"] = "information", ["TAPIR_LOG_FORMAT"] = "json" }, "run", TapirProgram.TinySpec, "--json", "--set", "curriculum.rounds=1").AssertExitCode(0);

        JsonElement[] lines = [.. done.Errors.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement import = lines.Single(line => line.GetProperty("Message").GetString()!.StartsWith("seeding.import: Computed", StringComparison.Ordinal));
        Assert.AreEqual("Information", import.GetProperty("LogLevel").GetString());
        JsonElement scope = import.GetProperty("Scopes").EnumerateArray().Last();
        Assert.AreEqual(("tiny-1", "run", "seeding.import"), (scope.GetProperty("Run").GetString(), scope.GetProperty("Part").GetString(), scope.GetProperty("Function").GetString()));
        Assert.IsTrue(lines.Any(line => line.GetProperty("Scopes").EnumerateArray().Any(some => some.TryGetProperty("Part", out JsonElement part) && part.GetString() == "round-1")));
        // The same lines lie beside the run, whatever the console shows.
        StringAssert.Contains(File.ReadAllText(Path.Combine(program.State, "runs", "tiny-1", "log.jsonl")), "seeding.import: Computed");
    }
}
