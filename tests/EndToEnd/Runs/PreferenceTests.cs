using System.Text.Json;

namespace Tapir.EndToEnd.Runs;

/// <summary>The tiny run with a preference tuning after its rounds.</summary>
[TestClass]
public sealed class PreferenceTests
{
    private static readonly string[] Tuned = ["--set", "name=tuned", "--set", "training.preference={ tokens: 20000, epochs: 2 }"];

    [TestMethod]
    public void Run_KilledWhileItIsTuned_MakesTheSameBytesAsOneLeftAlone()
    {
        using TapirProgram alone = new();
        RunTraces undisturbed = RunTraces.Of(alone.RunTiny(Tuned));
        string[] pairs = PairsOf(alone);

        // All up to the last round's student is there already, so these instants are of the tuning.
        using TapirProgram program = Undisturbed.Copy();
        foreach (string instant in (string[])
            [
                "Tapir.Artifacts/artifact.after-rename:1",
                "Tapir.Artifacts/artifact.before-rename:3",
                "Tapir.Models/checkpoint.before-write:2",
                "Tapir.Models/checkpoint.after-write:2",
                "Tapir.Results/result.after-commit:3",
                "Tapir.Artifacts/artifact.after-delete:1",
            ])
        {
            program.CrashAt(instant, ["run", TapirProgram.TinySpec, "--json", .. Tuned]);
        }

        ProgramResult done = program.RunTiny(Tuned);

        undisturbed.AssertSame(RunTraces.Of(done));
        CollectionAssert.AreEqual(pairs, PairsOf(program));
        Assert.AreNotEqual(Undisturbed.Traces.Student["model.safetensors"], undisturbed.Student["model.safetensors"], "The tuned student is what is exported.");
        Assert.AreEqual(0, new SliceBook(program).TrainedAgain);
    }

    [TestMethod]
    public void Run_AfterOneWithoutATuning_MakesTheStepsOfTheTuningAlone()
    {
        using TapirProgram program = Undisturbed.Copy();

        ProgramResult done = program.RunTiny(Tuned).AssertExitCode(0);

        Assert.AreEqual(0, new SliceBook(program).Trained("tuned-1"));
        Assert.AreEqual(0, new SliceBook(program).Trained("tuned-1:round-1"));
        Assert.AreNotEqual(0, new SliceBook(program).Trained("tuned-1:preference"));
        Assert.AreEqual(0, done.Json().GetProperty("calls").GetInt64(), "No judge is asked again.");
        JsonElement preference = done.Json().GetProperty("preference");
        Assert.AreEqual("S_2 + preference", preference.GetProperty("student").GetString());
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(done.Json().GetProperty("report").GetString()!, ".json")));
        JsonElement reported = report.RootElement.GetProperty("preference");
        Assert.AreEqual(preference.GetProperty("pairs").GetInt32(), reported.GetProperty("pairs").GetInt32());
        Assert.IsGreaterThan(0.5, reported.GetProperty("rewarded").GetProperty("low").GetDouble());
        Assert.IsGreaterThan(0.0, reported.GetProperty("margin").GetProperty("low").GetDouble());
        StringAssert.Contains(program.Run("status", "tuned-1").AssertExitCode(0).Output, "+ preference");
        program.Run("ask", "tuned-1", "What is 1 plus 2?").AssertExitCode(0);
    }

    private static string[] PairsOf(TapirProgram program)
    {
        using JsonDocument output = JsonDocument.Parse(StoredResults.First(program, "preference.select-pairs").Output);
        return [output.RootElement.GetProperty("pairs").GetString()!, .. output.RootElement.GetProperty("shards").EnumerateArray().Select(shard => shard.GetString()!)];
    }
}
