using System.Text.Json;
using Tapir.EndToEnd.ModelServing;

namespace Tapir.EndToEnd.Runs;

/// <summary>The tiny run with a preference tuning after its rounds.</summary>
[TestClass]
public sealed class PreferenceTests
{
    private static readonly string[] Tuned = ["--set", "name=tuned", "--set", "training.preference={ tokens: 20000, epochs: 2, learningRate: 0.001 }"];

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

    [TestMethod]
    public void Run_AdapterOfAModel_KilledWhileItIsTuned_EndsInTheSameStudentAndOneMoreAdapter()
    {
        const int Rank = 4;
        using TapirProgram alone = new(), program = new();
        RunTraces undisturbed = RunTraces.Of(alone.RunTiny([.. OfAModel(alone), .. Tuned]));
        program.RunTiny(OfAModel(program)).AssertExitCode(0);

        program.CrashAt("Tapir.Models/checkpoint.before-write:2", ["run", TapirProgram.TinySpec, "--json", .. OfAModel(program), .. Tuned]);
        program.CrashAt("Tapir.Models/checkpoint.after-write:2", ["run", TapirProgram.TinySpec, "--json", .. OfAModel(program), .. Tuned]);
        undisturbed.AssertSame(RunTraces.Of(program.RunTiny([.. OfAModel(program), .. Tuned])));

        program.Run("export", "tuned-1", "--format", "peft", "--to", "adapter").AssertExitCode(0);
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(Path.Combine(program.Root, "adapter", "adapter_config.json")));
        Assert.AreEqual(3 * Rank, config.RootElement.GetProperty("r").GetInt32(), "One rank for each of two rounds and for the tuning.");

        string[] OfAModel(TapirProgram of)
        {
            string model = Path.Combine(of.Root, "small");
            if (!Directory.Exists(model))
            {
                ServedStudent.Export(model);
            }

            return ["--set", $"student={{ model: '{model}', context: 256, adapter: {{ rank: {Rank} }} }}", "--set", "training.baseTokens=0"];
        }
    }

    private static string[] PairsOf(TapirProgram program)
    {
        using JsonDocument output = JsonDocument.Parse(StoredResults.First(program, "preference.select-pairs").Output);
        return [output.RootElement.GetProperty("pairs").GetString()!, .. output.RootElement.GetProperty("shards").EnumerateArray().Select(shard => shard.GetString()!)];
    }
}
