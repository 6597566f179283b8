namespace Tapir.EndToEnd.Commands;

/// <summary>Commands over one state folder at the same time, while no process works on it.</summary>
[TestClass]
public sealed class AtOnceTests
{
    [TestMethod]
    public void StatusAndRun_SeveralAtOnce_AllAnswer()
    {
        using TapirProgram program = Undisturbed.Copy();
        RunningProgram[] all =
        [
            program.Start([], "status"),
            program.Start([], "status"),
            program.Start([], "runs"),
            program.StartTiny(),
        ];

        ProgramResult[] ends = [.. all.Select(running => running.WaitForEnd())];

        foreach (RunningProgram running in all)
        {
            running.Dispose();
        }

        foreach (ProgramResult end in ends)
        {
            end.AssertExitCode(0);
        }
    }
}
