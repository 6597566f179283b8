using System.Text.Json;

namespace Tapir.EndToEnd.Kills;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class SignalTests
{
    [TestMethod]
    [DataRow("INT")]
    [DataRow("TERM")]
    public void Run_Signalled_ExitsWith130AndGoesOn(string signal)
    {
        using TapirProgram program = new();
        using (RunningProgram running = program.StartTiny())
        {
            running.WaitFor("students.create");
            running.Signal(signal);
            ProgramResult stopped = running.WaitForEnd().AssertExitCode(130);
            Assert.AreEqual("interrupted", stopped.Json().GetProperty("status").GetString());
            StringAssert.Contains(stopped.Errors, "the same command goes on");
        }

        JsonElement status = program.Run("status", "--json").AssertExitCode(0).Json();
        Assert.AreEqual("interrupted", status.GetProperty("status").GetString());

        ProgramResult refused = program.RunTiny("--set", "curriculum.rounds=3").AssertExitCode(2);
        StringAssert.Contains(refused.Errors, "curriculum.rounds: 2 -> 3");

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));
    }

    /// <summary>What is handed out in vain five times is parked, so that a crash in native code does not loop for ever; a user who stops often is no crash.</summary>
    [TestMethod]
    public void Run_InterruptedManyTimesInOneStep_GoesOnAllTheSame()
    {
        using TapirProgram program = new();
        for (int time = 0; time < 7; time++)
        {
            using RunningProgram running = program.StartTiny("--set", "training.sliceSteps=1000");
            running.WaitFor(time == 0 ? "students.create" : "goes on");
            Assert.IsTrue(running.Lives(TimeSpan.FromMilliseconds(500)));
            running.Signal("INT");
            running.WaitForEnd().AssertExitCode(130);
        }

        RunTraces.Of(program.RunTiny("--set", "training.sliceSteps=1000"));
    }
}
