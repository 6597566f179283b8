namespace Tapir.EndToEnd.Inputs;

[TestClass]
public sealed class BadArgumentTests
{
    [TestMethod]
    public void Status_NoStateFolder_SaysSo()
    {
        using TapirProgram program = new();

        Refusal.Of(program, program.Run("status"), "There is no state folder");
    }

    [TestMethod]
    [DataRow("status")]
    [DataRow("report")]
    [DataRow("pause")]
    [DataRow("budget")]
    public void Command_UnknownRun_NamesThoseThatThereAre(string command)
    {
        using TapirProgram program = Undisturbed.Copy();

        ProgramResult refused = program.Run(command, "nobody-7").AssertExitCode(2);

        Assert.AreEqual($"error: There is no run 'nobody-7' in '{program.State}'; there are tiny-1.", refused.Errors.Trim());
    }

    [TestMethod]
    public void Call_UnknownFunction_SaysSo()
    {
        using TapirProgram program = new();
        program.Write("in.json", "{}");

        Refusal.Of(program, program.Run("call", "students.trian-tokenizer", "--input", "in.json"), "students.trian-tokenizer");
    }

    [TestMethod]
    [DataRow("{\"nonsense\": 1}")]
    [DataRow("[1, 2")]
    public void Call_InputOfAnotherType_SaysSo(string input)
    {
        using TapirProgram program = new();
        program.Write("in.json", input);

        Refusal.Of(program, program.Run("call", "students.train-tokenizer", "--input", "in.json"), "");
    }

    [TestMethod]
    public void Explain_UnknownKey_SaysSo()
    {
        using TapirProgram program = Undisturbed.Copy();

        StringAssert.Contains(program.Run("explain", "0123456789abcdef").AssertExitCode(2).Errors, "0123456789abcdef");
    }

    [TestMethod]
    [DataRow("run")]
    [DataRow("nonsense")]
    [DataRow("ask", "tiny-1")]
    public void CommandLine_Incomplete_ExitsWith2(params string[] arguments)
    {
        using TapirProgram program = new();

        program.Run(arguments).AssertExitCode(2);
    }

    [TestMethod]
    public void BudgetAdd_OptionsAfterTheAmount_AreTaken()
    {
        using TapirProgram program = Undisturbed.Copy();

        ProgramResult told = program.Run("budget", "tiny-1", "add", "5000calls", "--state", program.State, "--json").AssertExitCode(2);

        StringAssert.Contains(told.Errors, "The run has no limit of calls");
    }

    [TestMethod]
    public void BudgetAdd_NoAmount_SaysHowToWriteIt()
    {
        using TapirProgram program = Undisturbed.Copy();

        StringAssert.Contains(program.Run("budget", "tiny-1", "add", "lots").AssertExitCode(2).Errors, "5000calls");
    }
}
