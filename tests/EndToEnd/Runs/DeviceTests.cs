namespace Tapir.EndToEnd.Runs;

/// <summary>A run that is to train on a GPU, with a libtorch for processors.</summary>
[TestClass]
public sealed class DeviceTests
{
    [TestMethod]
    public void Run_DeviceIsNotThere_PausesBeforeAnythingIsPaidAndSaysWhatToDo()
    {
        using TapirProgram program = new();

        ProgramResult result = program.Run("run", TapirProgram.TinySpec, "--set", "training.device=cuda");

        Assert.AreEqual(3, result.ExitCode, result.Errors);
        string said = (result.Output + result.Errors).ReplaceLineEndings(" ");
        StringAssert.Contains(said, "training.device is cuda, but libtorch is one for processors alone");
        StringAssert.Contains(said, "0 calls, 0 tokens");
    }
}
