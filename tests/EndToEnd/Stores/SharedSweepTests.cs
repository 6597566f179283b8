using System.Text.Json;
using Tapir.Tests.Azurite;

namespace Tapir.EndToEnd.Stores;

/// <summary>`tapir gc` in a blob store that several state folders share.</summary>
[TestClass]
public sealed class SharedSweepTests : IDisposable
{
    private const string HostJson = """{ "tapir": { "artifacts": { "store": "blob", "container": "e2e", "connectionVariable": "TAPIR_TEST_STORE", "patience": "2s" } } }""";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly AzuriteServer azurite = AzuriteServer.Start();
    private readonly TapirProgram mine = Program();
    private readonly TapirProgram other = Program();

    public void Dispose()
    {
        mine.Dispose();
        other.Dispose();
        azurite.Dispose();
    }

    [TestMethod]
    public void GcDelete_AnotherMachineWasKilledInMidRunADayAgo_LeavesAllThatItWroteAndItGoesOn()
    {
        Run(mine, "run", TapirProgram.TinySpec, "--json", "--set", "randomSeed=7").AssertExitCode(0);
        other.CrashAt("Tapir.Results/result.after-commit:12", EnvironmentOf(), ["run", TapirProgram.TinySpec, "--json"]);
        azurite.Advance(Day);

        ProgramResult swept = Run(mine, "gc", "--delete").AssertExitCode(0);

        StringAssert.Contains(swept.Errors, other.State);
        // What it wrote must come from the store.
        Directory.Delete(Path.Combine(other.State, "copies"), recursive: true);
        ProgramResult done = Run(other, "run", TapirProgram.TinySpec, "--json");
        Undisturbed.Traces.AssertSame(RunTraces.Of(done));
        Assert.AreEqual(0, new LedgerBook(other.Ledger).AskedAfterAnswer);
    }

    [TestMethod]
    public void GcDelete_AnotherMachineIsInMidRun_LeavesAllThatItWrites()
    {
        using RunningProgram running = other.Start(EnvironmentOf(), "run", TapirProgram.TinySpec, "--json");
        running.WaitFor("S_0: ");
        azurite.Advance(Day);
        Directory.CreateDirectory(Path.Combine(mine.State, "runs"));

        ProgramResult swept = Run(mine, "gc", "--delete").AssertExitCode(0);

        StringAssert.StartsWith(swept.Output, "0 artifacts");
        Undisturbed.Traces.AssertSame(RunTraces.Of(running.WaitForEnd().AssertExitCode(0)));
    }

    [TestMethod]
    public void GcDelete_BackupLiesInTheStore_IsWholeAfterwards()
    {
        Run(mine, "run", TapirProgram.TinySpec, "--json").AssertExitCode(0);
        Run(mine, "backup").AssertExitCode(0);
        azurite.Advance(Day);

        Run(mine, "gc", "--delete").AssertExitCode(0);

        JsonElement restored = Run(other, "restore", "--json").AssertExitCode(0).Json();
        Assert.AreEqual(0, restored.GetProperty("missing").GetArrayLength());
        Undisturbed.Traces.AssertSame(RunTraces.Of(Run(other, "run", TapirProgram.TinySpec, "--json")));
    }

    [TestMethod]
    public void GcDelete_RestoredButNotWorkedOnYet_LeavesWhatItNeeds()
    {
        using TapirProgram lost = new();
        lost.CrashAt("Tapir.Results/result.after-commit:12");
        string backups = Path.Combine(lost.Root, "backups");
        lost.Run("backup", "--to", backups).AssertExitCode(0);
        Run(other, "restore", "--from", backups).AssertExitCode(0);
        azurite.Advance(Day);
        Directory.CreateDirectory(Path.Combine(mine.State, "runs"));

        ProgramResult swept = Run(mine, "gc", "--delete").AssertExitCode(0);

        StringAssert.StartsWith(swept.Output, "0 artifacts");
        Undisturbed.Traces.AssertSame(RunTraces.Of(Run(other, "run", TapirProgram.TinySpec, "--json")));
        Assert.DoesNotContain("-restored-", Run(mine, "gc").AssertExitCode(0).Errors, "It has said itself by now what it needs.");
    }

    [TestMethod]
    public void GcDelete_PushedFromAFolder_Stays()
    {
        using TapirProgram pushing = Undisturbed.Copy();
        pushing.Write("host.json", HostJson.Replace("\"store\": \"blob\", ", "", StringComparison.Ordinal));
        int pushed = Run(pushing, "push", "--json").AssertExitCode(0).Json().GetProperty("copiedCount").GetInt32();
        azurite.Advance(Day);
        Directory.CreateDirectory(Path.Combine(mine.State, "runs"));

        ProgramResult swept = Run(mine, "gc", "--delete").AssertExitCode(0);

        StringAssert.StartsWith(swept.Output, "0 artifacts");
        StringAssert.Contains(swept.Errors, $"{pushed} artifacts");
    }

    [TestMethod]
    public void GcDelete_OtherStateFolderIsForgotten_RemovesWhatOnlyItNeeded()
    {
        Run(mine, "run", TapirProgram.TinySpec, "--json").AssertExitCode(0);
        Run(other, "run", TapirProgram.TinySpec, "--json", "--set", "randomSeed=7").AssertExitCode(0);
        azurite.Advance(Day);
        Run(mine, "gc", "--delete").AssertExitCode(0);
        azurite.Advance(Day);
        StringAssert.StartsWith(Run(mine, "gc").AssertExitCode(0).Output, "0 artifacts");
        string id = File.ReadAllText(Path.Combine(other.State, "state.id"));

        ProgramResult swept = Run(mine, "gc", "--delete", "--forget", id).AssertExitCode(0);

        Assert.IsFalse(swept.Output.StartsWith("0 artifacts", StringComparison.Ordinal), swept.ToString());
        Directory.Delete(Path.Combine(mine.State, "copies"), recursive: true);
        Assert.AreNotEqual("", Run(mine, "ask", "tiny-1", "What is 2 + 3?").AssertExitCode(0).Output);
    }

    [TestMethod]
    public void GcDelete_YoungerThanTheGrace_Stays()
    {
        Run(mine, "run", TapirProgram.TinySpec, "--json").AssertExitCode(0);

        StringAssert.StartsWith(Run(mine, "gc", "--delete").AssertExitCode(0).Output, "0 artifacts");

        azurite.Advance(Day);
        Assert.IsFalse(Run(mine, "gc", "--delete").AssertExitCode(0).Output.StartsWith("0 artifacts", StringComparison.Ordinal));
        StringAssert.Contains(Run(mine, "gc", "--grace", "5m").AssertExitCode(2).Errors, "15m at least");
        StringAssert.Contains(Run(mine, "gc", "--forget", "x").AssertExitCode(2).Errors, "--delete");
    }

    [TestMethod]
    public void Run_ACopyOfTheFolderIsAtWork_IsRefusedAndGoesOnAfterIt()
    {
        other.CrashAt("Tapir.Results/result.after-commit:12", EnvironmentOf(), ["run", TapirProgram.TinySpec, "--json"]);
        using TapirProgram copy = TapirProgram.WithStateOf(other);
        copy.Write("host.json", HostJson);
        File.Delete(Path.Combine(copy.State, "store.lease"));
        using (RunningProgram running = copy.Start(EnvironmentOf(), "run", TapirProgram.TinySpec, "--json"))
        {
            // The one that was killed may be alive for all that is known.
            running.WaitFor("Waiting to see whether");
            azurite.Advance(TimeSpan.FromMinutes(1));
            Undisturbed.Traces.AssertSame(RunTraces.Of(running.WaitForEnd().AssertExitCode(0)));
        }
    }

    private static TapirProgram Program()
    {
        TapirProgram program = new();
        program.Write("host.json", HostJson);
        return program;
    }

    private ProgramResult Run(TapirProgram program, params string[] arguments) => program.Run(EnvironmentOf(), arguments);

    private Dictionary<string, string> EnvironmentOf() => new() { ["TAPIR_TEST_STORE"] = azurite.ConnectionString };
}
