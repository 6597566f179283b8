namespace Tapir.EndToEnd.Commands;

[TestClass]
public sealed class SpecCommandTests
{
    [TestMethod]
    public void Init_NewFile_WritesASpecThatIsValid()
    {
        using TapirProgram program = new();

        program.Run("init", "my.yaml").AssertExitCode(0);

        program.Run("validate", "my.yaml").AssertExitCode(0);
        StringAssert.Contains(program.Run("init", "my.yaml").AssertExitCode(2).Errors, "exists already");
    }

    [TestMethod]
    [DataRow("quickstart.yaml")]
    [DataRow("own-data.yaml")]
    public void Validate_Example_IsValid(string example)
    {
        using TapirProgram program = new();

        program.Run("validate", Path.Combine(AppContext.BaseDirectory, "Examples", example)).AssertExitCode(0);
    }
}
