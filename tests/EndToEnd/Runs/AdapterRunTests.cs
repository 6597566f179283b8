using System.Text.Json;
using Tapir.EndToEnd.ModelServing;

namespace Tapir.EndToEnd.Runs;

/// <summary>Runs whose student is a model that exists, trained by an adapter.</summary>
[TestClass]
public sealed class AdapterRunTests
{
    [TestMethod]
    public void Run_AdapterOfAModel_KilledWhileItTrains_EndsInTheSameStudentAndIsExportedForOthers()
    {
        using TapirProgram undisturbed = new(), killed = new();
        byte[] expected = WeightsOf(undisturbed, undisturbed.Run(Arguments(undisturbed)).AssertExitCode(0));

        killed.CrashAt("Tapir.Models/checkpoint.before-write:2", Arguments(killed));
        killed.CrashAt("Tapir.Models/checkpoint.after-write:1", Arguments(killed));
        ProgramResult finished = killed.Run(Arguments(killed)).AssertExitCode(0);

        CollectionAssert.AreEqual(expected, WeightsOf(killed, finished));
        StringAssert.Contains(killed.Run("export", "tiny-1", "--format", "peft").Errors, "--format peft needs --to PATH");
        killed.Run("export", "tiny-1", "--format", "peft", "--to", "adapter").AssertExitCode(0);
        JsonElement config = JsonDocument.Parse(File.ReadAllText(Path.Combine(killed.Root, "adapter", "adapter_config.json"))).RootElement;
        Assert.AreEqual(2 * Rank, config.GetProperty("r").GetInt32(), "One rank for each of two rounds.");
        Assert.AreEqual("small", config.GetProperty("base_model_name_or_path").GetString());
        StringAssert.Contains(File.ReadAllText(Path.Combine(killed.Root, "adapter", "README.md")), "S_2");
        StringAssert.Contains(killed.Run("export", "tiny-1", "--round", "0", "--format", "peft", "--to", "none").AssertExitCode(2).Errors, "S_0 of tiny-1 is small as it is");
    }

    private const int Rank = 4;

    private static string[] Arguments(TapirProgram program)
    {
        string model = Path.Combine(program.Root, "small");
        if (!Directory.Exists(model))
        {
            ServedStudent.Export(model);
        }

        return ["run", TapirProgram.TinySpec, "--json", "--set", $"student={{ model: '{model}', context: 256, adapter: {{ rank: {Rank} }} }}", "--set", "training.baseTokens=0"];
    }

    private static byte[] WeightsOf(TapirProgram program, ProgramResult result) =>
        File.ReadAllBytes(Path.Combine(program.State, "runs", result.Json().GetProperty("run").GetString()!, "student", "model.safetensors"));
}
