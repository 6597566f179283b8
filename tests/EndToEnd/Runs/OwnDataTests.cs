using System.Text.Json;

namespace Tapir.EndToEnd.Runs;

/// <summary>The example that takes the user's file.</summary>
[TestClass]
public sealed class OwnDataTests
{
    [TestMethod]
    public void OwnData_ASmallFile_RunsWholeAndReportsWhatTheTutorCannotExpand()
    {
        using TapirProgram program = new();
        program.Write("mine.jsonl", string.Join('\n', Enumerable.Range(1, 60).Select(Row)));

        ProgramResult done = program.Run(
            "run", Path.Combine(AppContext.BaseDirectory, "Examples", "own-data.yaml"), "--json",
            "--set", "seed.path=mine.jsonl",
            "--set", "student={ vocabulary: 400, width: 32, layers: 1, heads: 2, keyValueHeads: 1, mlp: 64, context: 192 }",
            "--set", "training={ baseTokens: 8000, roundTokens: 8000, batchTokens: 1024 }",
            "--set", "curriculum.rounds=1",
            "--set", "curriculum.roundSize=60",
            "--set", "evaluation.answerTokens=24").AssertExitCode(0);

        JsonElement run = done.Json();
        JsonElement last = run.GetProperty("rounds").EnumerateArray().Last();
        Assert.IsGreaterThan(0.0, last.GetProperty("loss").GetDouble());
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(run.GetProperty("report").GetString()!, ".json")));
        JsonElement seed = report.RootElement.GetProperty("seed");
        Assert.AreEqual(60, seed.GetProperty("rowsRead").GetInt32());
        Assert.AreEqual(12, seed.GetProperty("rowsHeldOut").GetInt32());
        Assert.AreNotEqual(0, seed.GetProperty("notExpanded").GetArrayLength());

        // Twenty rows share a sentence: those of them that are not held out would give the others away.
        int overlapping = seed.GetProperty("rowsOverlapping").GetInt32();
        Assert.IsInRange(1, 19, overlapping);
        Assert.AreEqual(overlapping, run.GetProperty("seed").GetProperty("rowsOverlapping").GetInt32());
        Assert.AreEqual(60 - 12 - overlapping, run.GetProperty("seed").GetProperty("rowsToTrainOn").GetInt32());
        StringAssert.Contains(program.Run("status").AssertExitCode(0).Output, $"Seed: 60 rows read, 0 set aside, {overlapping} left out");
    }

    private static string Row(int n) => JsonSerializer.Serialize(new
    {
        instruction = n > 40
            ? $"Write {n} words about the history of the old stone bridge that crosses the river near the quiet northern village."
            : $"Write a line for the {n}th page of the guest book of a small hotel by the sea.",
        output = $"Room {n} was quiet, the sea was loud, and breakfast number {n * 3} was the best.",
    });
}
