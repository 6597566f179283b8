using System.Globalization;
using System.Text.Json;

namespace Tapir.EndToEnd.Kills;

/// <summary>Slices are computed by processes of their own, and these, or the worker, are killed.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class SliceProcessTests
{
    // A slice is as long as its training, so that a kill comes while it is computed. The bytes do not depend on it.
    private static readonly string[] InProcesses = ["--set", "training.isolation=process", "--set", "training.sliceSteps=1000"];

    private static readonly Dictionary<string, string> Debug = new() { ["TAPIR_LOG"] = "debug" };

    [TestMethod]
    public void Run_SliceKilled_TriesItAgainToTheSameBytesAsInOneProcess()
    {
        using TapirProgram program = new();
        using RunningProgram running = program.Start(Debug, Arguments());
        int slice = SliceOf(running);

        Kill(slice);
        ProgramResult result = running.WaitForEnd();

        StringAssert.Contains(result.Errors, "(attempt 1 of 3) ended by signal 9");
        Assert.HasCount(4, result.Errors.Split('\n').Where(line => line.Contains("is computed by process", StringComparison.Ordinal)), "Three trainings, one of them begun twice.");
        Undisturbed.Traces.AssertSame(RunTraces.Of(result));
    }

    [TestMethod]
    public void Run_EverySliceDies_PausesWithTheReasonAndGoesOn()
    {
        using TapirProgram program = new();

        // The worker writes no checkpoint itself.
        ProgramResult paused = program.Run(new Dictionary<string, string> { ["TAPIR_CRASH_AT"] = "Tapir.Models/checkpoint.before-write:1" }, Arguments()).AssertExitCode(3);

        JsonElement status = paused.Json();
        Assert.AreEqual("paused", status.GetProperty("status").GetString());
        StringAssert.Contains(status.GetProperty("message").GetString(), "has ended 3 times");
        StringAssert.Contains(status.GetProperty("message").GetString(), "by signal 9");

        // Where slices are computed may change meanwhile.
        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny("--set", "training.sliceSteps=1000")));
    }

    [TestMethod]
    public void Run_WorkerInterruptedOrKilled_LeavesNoProcessAndGoesOnToTheSameBytes()
    {
        using TapirProgram program = new();
        foreach (string signal in (string[])["INT", "TERM", "KILL"])
        {
            using RunningProgram running = program.Start(Debug, Arguments());
            int slice = SliceOf(running);
            running.Signal(signal);
            running.WaitForEnd().AssertExitCode(signal == "KILL" ? 137 : 130);
            Assert.IsTrue(SpinWait.SpinUntil(() => IsGone(slice), TimeSpan.FromSeconds(5)), $"After SIG{signal} process {slice} is still there.");
        }

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny(InProcesses)));
        Assert.IsEmpty(Directory.GetFileSystemEntries(Path.Combine(program.State, ".scratch")), "What the killed worker has left is swept.");
    }

    [TestMethod]
    public void New_InProcessesAfterInOne_FindsAllSlices()
    {
        using TapirProgram program = Undisturbed.Copy();
        SliceBook book = new(program);
        long before = book.Trained();

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny("--new", "--set", "training.isolation=process")));

        Assert.AreEqual(before, book.Trained(), "Where slices are computed is no part of what they are found by.");
    }

    private static string[] Arguments() => ["run", TapirProgram.TinySpec, "--json", .. InProcesses];

    /// <summary>The process that computes a slice, once it computes.</summary>
    private static int SliceOf(RunningProgram running)
    {
        running.WaitFor("Training slice begins");
        string line = running.WaitFor("is computed by process");
        return int.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
    }

    private static void Kill(int process)
    {
        using System.Diagnostics.Process slice = System.Diagnostics.Process.GetProcessById(process);
        slice.Kill();
    }

    // One that nobody has waited for yet is gone all the same.
    private static bool IsGone(int process)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{process}/stat");
            return status[(status.LastIndexOf(')') + 2)..].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }
}
