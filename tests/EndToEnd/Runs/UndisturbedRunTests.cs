using System.Security.Cryptography;
using System.Text.Json;

namespace Tapir.EndToEnd.Runs;

[TestClass]
public sealed class UndisturbedRunTests
{
    [TestMethod]
    public void Run_LeftAlone_PrintsTheDocumentOfTheContract()
    {
        JsonElement run = Undisturbed.Result.Json();

        Assert.AreEqual("tiny-1", run.GetProperty("run").GetString());
        Assert.AreEqual("done", run.GetProperty("status").GetString());
        Assert.IsGreaterThan(0, run.GetProperty("calls").GetInt64());
        Assert.IsGreaterThan(0, run.GetProperty("tokens").GetInt64());
        Assert.AreEqual(0.0, run.GetProperty("cost").GetDouble());
        JsonElement[] rounds = [.. run.GetProperty("rounds").EnumerateArray()];
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, rounds.Select(round => round.GetProperty("round").GetInt32()).ToArray());
        foreach (JsonElement round in rounds)
        {
            Assert.IsInRange(0.0, 1.0, round.GetProperty("accuracy").GetDouble());
            Assert.IsGreaterThanOrEqualTo(8, round.GetProperty("byTask").EnumerateObject().Count());
            Assert.IsGreaterThanOrEqualTo(15_000, round.GetProperty("trainedTokens").GetInt64());
        }
    }

    [TestMethod]
    public void Run_LeftAlone_LeavesStudentAndReport()
    {
        JsonElement run = Undisturbed.Result.Json();

        string student = run.GetProperty("student").GetString()!;
        CollectionAssert.AreEquivalent(
            new[] { "README.md", "config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json" },
            Directory.EnumerateFiles(student).Select(Path.GetFileName).ToArray());
        string page = run.GetProperty("report").GetString()!;
        StringAssert.StartsWith(File.ReadAllText(page), "<!DOCTYPE html>", StringComparison.OrdinalIgnoreCase);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(page, ".json")));
        Assert.AreEqual(JsonValueKind.Object, report.RootElement.ValueKind);
    }

    [TestMethod]
    public void Run_LeftAlone_LeavesAManifestThatLeadsFromTheStudentToTheSeed()
    {
        string folder = Path.Combine(Undisturbed.Program.State, "runs", "tiny-1");
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")));

        foreach (JsonElement file in manifest.RootElement.GetProperty("files").EnumerateArray())
        {
            string path = Path.Combine(folder, file.GetProperty("path").GetString()!);
            Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), file.GetProperty("digest").GetString(), path);
            Assert.AreEqual(64, file.GetProperty("madeBy").GetProperty("key").GetString()!.Length);
        }

        Dictionary<string, JsonElement> artifacts = manifest.RootElement.GetProperty("artifacts").EnumerateArray().ToDictionary(entry => entry.GetProperty("artifact").GetString()!);
        HashSet<string> reached = [];
        Stack<string> open = new([artifacts.Values.Single(entry => NamesOf(entry).Contains("student of round 2")).GetProperty("artifact").GetString()!]);
        while (open.TryPop(out string? artifact))
        {
            foreach (string input in artifacts[artifact].GetProperty("madeBy").GetProperty("inputs").EnumerateArray().Select(input => input.GetString()!).Where(reached.Add))
            {
                open.Push(input);
            }
        }

        CollectionAssert.IsSubsetOf(
            new[] { "seed pool", "student of round 0", "student of round 1", "training set of round 1", "training set of round 2", "plan of round 2" },
            reached.SelectMany(artifact => NamesOf(artifacts[artifact])).ToArray());
    }

    [TestMethod]
    public void Run_LeftAlone_AsksEachQuestionOnce()
    {
        LedgerBook ledger = Undisturbed.Ledger;

        Assert.AreEqual(ledger.Responses, ledger.Intents);
        Assert.AreEqual(ledger.Responses, Undisturbed.Result.Json().GetProperty("calls").GetInt64());
    }

    private static string[] NamesOf(JsonElement entry) => [.. entry.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];
}
