namespace Tapir.EndToEnd.Runs;

/// <summary>A libtorch that lies elsewhere. Here it is the package's own under another name, so the bytes are the same.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class InstalledLibTorchTests
{
    [TestMethod]
    public void Run_InstalledLibTorchNamed_ComputesWithItAndKeepsItsResultsApart()
    {
        using TapirProgram program = Undisturbed.Copy();
        SliceBook book = new(program);
        long before = book.Trained();
        string installed = Directory.CreateDirectory(Path.Combine(program.Root, "libtorch")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(installed, "lib"), Path.Combine(TapirProgram.Checkout, "build/native/linux-x64"));

        ProgramResult result = program.Run(new Dictionary<string, string> { ["TapirLibTorch"] = installed }, "run", TapirProgram.TinySpec, "--json", "--new");

        Undisturbed.Traces.AssertSame(RunTraces.Of(result));
        Assert.AreEqual(2 * before, book.Trained(), "What another libtorch has computed is not taken for its own.");
    }

    [TestMethod]
    public void Run_NamedFolderHasNoLibTorch_SaysSo()
    {
        using TapirProgram program = new();

        ProgramResult result = program.Run(new Dictionary<string, string> { ["TapirLibTorch"] = "/no/such/folder" }, "run", TapirProgram.TinySpec);

        Assert.AreNotEqual(0, result.ExitCode);
        StringAssert.Contains((result.Output + result.Errors).ReplaceLineEndings(" "), "TapirLibTorch names '/no/such/folder'");
    }
}
