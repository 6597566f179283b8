using System.Text.Json;

namespace Tapir.EndToEnd.Workers;

/// <summary>`tapir worker --join`: a run on several machines.</summary>
[TestClass]
public sealed class JoinedWorkerTests
{
    [TestMethod]
    public async Task Run_SpreadOverThreeProcessesTwoOfWhichAreKilled_EndsInTheSameBytesAndPaysOnce()
    {
        using JoinedMachines machines = new();
        string run = await machines.Home.StartTinyAsync();

        // Dies with a claim on the slice that it was computing.
        Assert.AreEqual(137, machines.Join("first", crashAt: "Tapir.Models/checkpoint.before-write:2").WaitForEnd().ExitCode);
        RunningProgram second = machines.Join("second");
        machines.Join("third");
        // In the middle of whatever comes after its first call.
        second.WaitFor("Computed after");
        second.Kill();
        machines.Join("fourth");

        JsonElement ended = await machines.Home.WaitForEndAsync(run);
        Assert.AreEqual("done", ended.GetProperty("status").GetString(), ended.ToString());
        machines.Home.Terminate().AssertExitCode(0);
        Undisturbed.Traces.AssertSame(RunTraces.Of(machines.Program.RunTiny()));
        LedgerBook ledger = new(machines.Program.Ledger);
        Assert.AreEqual(0, ledger.AskedAfterAnswer);
        Assert.AreEqual(Undisturbed.Ledger.Responses, ledger.Responses);
        foreach (string folder in new[] { "first", "third", "fourth" })
        {
            Assert.IsEmpty(Directory.GetFiles(Path.Combine(machines.Program.Root, folder), "*.db"), "A worker has copies of artifacts and nothing else.");
        }
    }

    [TestMethod]
    public async Task Worker_TheServerIsKilledAndComesAgain_GoesOnByItself()
    {
        using JoinedMachines machines = new();
        string run = await machines.Home.StartTinyAsync();
        RunningProgram worker = machines.Join("worker");
        worker.WaitFor("training.run-slice: Computed after");

        machines.RestartHome();

        JsonElement ended = await machines.Home.WaitForEndAsync(run);
        Assert.AreEqual("done", ended.GetProperty("status").GetString(), ended.ToString());
        worker.Signal("TERM");
        worker.WaitForEnd().AssertExitCode(0);
        machines.Home.Terminate().AssertExitCode(0);
        Undisturbed.Traces.AssertSame(RunTraces.Of(machines.Program.RunTiny()));
        Assert.AreEqual(0, new LedgerBook(machines.Program.Ledger).AskedAfterAnswer);
    }
}
