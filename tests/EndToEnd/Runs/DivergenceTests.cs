using System.Text.Json;

namespace Tapir.EndToEnd.Runs;

/// <summary>A training whose learning rate is far too high.</summary>
[TestClass]
public sealed class DivergenceTests
{
    [TestMethod]
    [DataRow("inProcess")]
    [DataRow("process")]
    public void Run_LearningRateFarTooHigh_FailsWithStepBatchAndWhatToDo(string isolation)
    {
        using TapirProgram program = new();

        ProgramResult failed = program.RunTiny("--set", "training.learningRate=1", "--set", $"training.isolation={isolation}").AssertExitCode(1);

        JsonElement run = failed.Json();
        Assert.AreEqual("failed", run.GetProperty("status").GetString());
        string message = run.GetProperty("message").GetString()!;
        StringAssert.Contains(message, "Training diverged at step ");
        StringAssert.Contains(message, "its batch has ");
        StringAssert.Contains(message, "set training.learningRate below 1 and start another run with --new");

        program.RunTiny("--new", "--set", $"training.isolation={isolation}", "--set", "curriculum.rounds=1").AssertExitCode(0);
    }
}
