using System.Text.Json;

namespace Tapir.EndToEnd.Commands;

/// <summary>What can be asked of a run that is over.</summary>
[TestClass]
public sealed class FinishedRunCommandTests
{
    [TestMethod]
    public void Status_Json_IsTheDocumentOfTheRun()
    {
        using TapirProgram program = Undisturbed.Copy();

        JsonElement status = program.Run("status", "tiny-1", "--json").AssertExitCode(0).Json();

        Assert.AreEqual("done", status.GetProperty("status").GetString());
        Assert.AreEqual(3, status.GetProperty("rounds").GetArrayLength());
        Assert.AreEqual(Undisturbed.Result.Json().GetProperty("calls").GetInt64(), status.GetProperty("calls").GetInt64());
    }

    [TestMethod]
    public void Runs_Json_ListsTheRun()
    {
        using TapirProgram program = Undisturbed.Copy();

        JsonElement run = program.Run("runs", "--json").AssertExitCode(0).Json().EnumerateArray().Single();

        Assert.AreEqual("tiny-1", run.GetProperty("run").GetString());
        StringAssert.Contains(program.Run("runs").AssertExitCode(0).Output, "tiny-1");
    }

    [TestMethod]
    public void Hub_FinishedRun_ShowsItsInstancesAndThatNothingWaits()
    {
        using TapirProgram program = Undisturbed.Copy();

        JsonElement hub = program.Run("hub", "status", "--json").AssertExitCode(0).Json();

        Assert.IsGreaterThan(0, hub.GetProperty("instances").GetProperty("Completed").GetInt64());
        Assert.AreEqual(0, hub.GetProperty("activities").GetInt64() + hub.GetProperty("messages").GetInt64() + hub.GetProperty("workers").GetArrayLength());
        StringAssert.Contains(program.Run("hub", "status").AssertExitCode(0).Output, "No worker is connected.");
        StringAssert.Contains(program.Run("hub", "parked").AssertExitCode(0).Output, "Nothing is parked.");
        StringAssert.Contains(program.Run("hub", "retry", "a1f").AssertExitCode(2).Errors, "No parked item is called 'a1f'");
        StringAssert.Contains(program.Run("hub", "retry").AssertExitCode(2).Errors, "--all");
    }

    [TestMethod]
    public void History_FinishedRun_HasEachInstanceFromItsStartToItsEnd()
    {
        using TapirProgram program = Undisturbed.Copy();

        JsonElement[] instances = [.. program.Run("history", "tiny-1").AssertExitCode(0).Json().GetProperty("instances").EnumerateArray()];

        CollectionAssert.AreEqual(new[] { "tiny-1", "tiny-1:round-1", "tiny-1:round-2" }, instances.Select(instance => instance.GetProperty("instanceId").GetString()).ToArray());
        foreach (JsonElement instance in instances)
        {
            JsonElement[] events = [.. instance.GetProperty("events").EnumerateArray()];
            Assert.IsTrue(events.Any(happened => happened.TryGetProperty("executionStarted", out _)) && events.Any(happened => happened.TryGetProperty("executionCompleted", out _)));
        }
    }

    [TestMethod]
    public void Watch_FinishedRun_ShowsItsResult()
    {
        using TapirProgram program = Undisturbed.Copy();

        StringAssert.Contains(program.Run("watch", "tiny-1").AssertExitCode(0).Output, "tiny-1: done");
    }

    [TestMethod]
    public void Gc_Delete_KeepsWhatAskAndReportNeed()
    {
        using TapirProgram program = Undisturbed.Copy();
        int before = Artifacts(program);

        StringAssert.Contains(program.Run("gc").AssertExitCode(0).Output, "could be removed with --delete");
        Assert.AreEqual(before, Artifacts(program));

        StringAssert.Contains(program.Run("gc", "--delete").AssertExitCode(0).Output, "removed");
        Assert.IsLessThan(before, Artifacts(program));
        program.Run("ask", "tiny-1", "What is 7 + 5?").AssertExitCode(0);
        program.Run("ask", "tiny-1", "What is 7 + 5?", "--round", "0").AssertExitCode(0);
        string page = program.Run("report", "tiny-1").AssertExitCode(0).Output.Trim();
        Assert.IsTrue(File.Exists(page), page);
        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny("--new")));
    }

    [TestMethod]
    public void Ask_UnknownRound_SaysWhichThereAre()
    {
        using TapirProgram program = Undisturbed.Copy();

        StringAssert.Contains(program.Run("ask", "tiny-1", "Hi", "--round", "9").AssertExitCode(2).Errors, "S_0 to S_2");
    }

    [TestMethod]
    [DataRow("messages")]
    [DataRow("alpaca")]
    public void Export_TrainingSet_CanBeTheSeedOfAnotherRun(string format)
    {
        using TapirProgram program = Undisturbed.Copy();

        program.Run("export", "tiny-1", "--format", format, "--to", "set.txt").AssertExitCode(0);

        StringAssert.Contains(program.Run("export", "tiny-1", "--to", "set.txt").AssertExitCode(2).Errors, "exists already");
        ProgramResult read = program.Run("validate", TapirProgram.TinySpec, "--set", "seed.path=set.txt", "--set", "judge.kind=reference").AssertExitCode(0);
        StringAssert.Contains(read.Output, "is a valid spec");
        Assert.IsGreaterThan(10, File.ReadAllText(Path.Combine(program.Root, "set.txt")).Split("\n").Length);
    }

    [TestMethod]
    public void Functions_Json_ListsThoseOfARunAndNeedsNoState()
    {
        using TapirProgram program = new();

        string[] names = [.. program.Run("functions", "--json").AssertExitCode(0).Json().EnumerateArray().Select(function => function.GetProperty("name").GetString()!)];

        CollectionAssert.IsSubsetOf(new[] { "seeding.import", "students.answer", "training.run-slice", "judging.score-shard", "reporting.write" }, names);
        Assert.IsFalse(Directory.Exists(program.State));
    }

    [TestMethod]
    public void ExplainAndCall_OneResult_ShowItsInputAndFindItInTheCache()
    {
        using TapirProgram program = Undisturbed.Copy();
        (string key, string input, string output) = StoredResults.First(program, "students.train-tokenizer");
        program.Write("in.json", input);

        StringAssert.Contains(program.Run("explain", key[..12]).AssertExitCode(0).Output, "students.train-tokenizer");
        JsonElement called = program.Run("call", "students.train-tokenizer", "--input", "in.json").AssertExitCode(0).Json();

        Assert.IsTrue(JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(output), called));
    }

    private static int Artifacts(TapirProgram program) =>
        Directory.EnumerateFiles(Path.Combine(program.State, "artifacts"), "*", SearchOption.AllDirectories).Count();
}
