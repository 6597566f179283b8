using System.Runtime.Versioning;

namespace Tapir.EndToEnd.Inputs;

[TestClass]
public sealed class BadStateFolderTests
{
    [TestMethod]
    public void Run_StateFolderLiesUnderAFile_SaysThatItCannotBeWritten()
    {
        using TapirProgram program = new();
        string file = program.Write("file", "");

        Refusal.Of(program, program.RunTiny("--state", Path.Combine(file, "state")), "cannot be written");
    }

    [TestMethod]
    [UnsupportedOSPlatform("windows")]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Run_StateFolderReadOnly_SaysThatItCannotBeWritten()
    {
        if (Environment.UserName == "root")
        {
            Assert.Inconclusive("Permissions do not stop this user.");
        }

        using TapirProgram program = new();
        string readOnly = Directory.CreateDirectory(Path.Combine(program.Root, "locked")).FullName;
        File.SetUnixFileMode(readOnly, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Refusal.Of(program, program.RunTiny("--state", Path.Combine(readOnly, "state")), "cannot be written");
    }

    [TestMethod]
    public void Run_StateFolderOfANewerVersion_SaysWhichAndTouchesNothing()
    {
        using TapirProgram program = new();
        Directory.CreateDirectory(program.State);
        File.WriteAllText(Path.Combine(program.State, "state.json"), """{"version":99}""");

        Refusal.Of(program, program.RunTiny(), "has version 99");
    }

    [TestMethod]
    [DataRow("ledger.db")]
    [DataRow("results.db")]
    [DataRow("hub.db")]
    public void Run_DatabaseIsNone_SaysWhichFile(string name)
    {
        using TapirProgram program = new();
        Directory.CreateDirectory(program.State);
        File.WriteAllText(Path.Combine(program.State, name), "This is no database, however long it goes on about it. ".PadRight(8192, '.'));

        Refusal.Of(program, program.RunTiny(), name);
    }

    [TestMethod]
    public void Run_StateFolderInUse_NamesTheProcess()
    {
        using TapirProgram program = new();
        using RunningProgram first = program.StartTiny();
        first.WaitFor("tiny-1 starts");

        ProgramResult refused = program.RunTiny().AssertExitCode(2);

        StringAssert.Contains(refused.Errors, $"in use by process {first.Id}");
        StringAssert.Contains(program.Run("status").AssertExitCode(0).Output, "running");
    }
}
