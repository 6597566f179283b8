using System.Text.Json;
using Tapir.EndToEnd.Endpoints;
using Tapir.Tests.Azurite;

namespace Tapir.EndToEnd.Stores;

/// <summary>A machine is lost, and a new one goes on from the backup.</summary>
[TestClass]
public sealed class BackupTests
{
    private const string Key = "sk-backup-7d1e5a";
    private const int Concurrency = 4;

    [TestMethod]
    public async Task Restore_MachineLostInMidRun_PaysAgainOnlyForCallsMadeSinceTheBackup()
    {
        using TapirProgram lost = new();
        using TapirProgram found = new();
        await using TutorEndpoint endpoint = await TutorEndpoint.StartAsync(Key);
        string backups = Path.Combine(found.Root, "backups");
        TaskCompletionSource atForty = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource atSixty = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        endpoint.BeforeAnswer = number =>
        {
            (number == 40 ? atForty : number == 60 ? atSixty : null)?.TrySetResult();
            return number >= 60 ? never.Task : number >= 40 ? goOn.Task : Task.CompletedTask;
        };
        using (RunningProgram running = lost.Start(EnvironmentOf(), Arguments(endpoint)))
        {
            await atForty.Task.WaitAsync(TimeSpan.FromMinutes(2));
            lost.Run("backup", "--to", backups).AssertExitCode(0);
            goOn.SetResult();
            await atSixty.Task.WaitAsync(TimeSpan.FromMinutes(2));
            running.Kill();
        }

        int answeredBeforeTheLoss = endpoint.Answers.Values.Sum();
        Directory.Delete(lost.State, recursive: true);
        never.SetResult();
        endpoint.BeforeAnswer = _ => Task.CompletedTask;
        found.Run("restore", "--from", backups).AssertExitCode(0);
        long recorded = new LedgerBook(found.Ledger).Responses;
        Assert.IsGreaterThanOrEqualTo(39 - Concurrency, recorded);

        ProgramResult done = found.Run(EnvironmentOf(), Arguments(endpoint)).AssertExitCode(0);

        Assert.AreEqual("done", done.Json().GetProperty("status").GetString());
        int again = endpoint.Answers.Values.Sum(times => times - 1);
        Assert.IsLessThanOrEqualTo(answeredBeforeTheLoss - recorded, again);
        Assert.AreEqual(0, new LedgerBook(found.Ledger).AskedAfterAnswer);
        Assert.AreEqual(endpoint.Answers.Count, new LedgerBook(found.Ledger).Responses);
    }

    [TestMethod]
    public void Restore_KilledInMidRunAndGoneOnElsewhere_MakesTheSameBytes()
    {
        using TapirProgram lost = new();
        using TapirProgram found = new();
        string backups = Path.Combine(found.Root, "backups");
        lost.CrashAt("Tapir.Results/result.after-commit:12");
        lost.Run("backup", "--to", backups).AssertExitCode(0);

        found.Run("restore", "--from", backups).AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(found.RunTiny()));
    }

    [TestMethod]
    public void Backup_CheckpointsWereReleasedBefore_AreNotTakenForLostAndNothingIsTrainedAgain()
    {
        using TapirProgram lost = new();
        using TapirProgram found = new();
        string backups = Path.Combine(found.Root, "backups");
        // In a later epoch of round 1: the checkpoints of the first are gone, and the histories name them still.
        lost.CrashAt("Tapir.Models/checkpoint.before-write:8");
        Assert.IsFalse(File.Exists(new SliceBook(lost).Checkpoints[4]));

        ProgramResult taken = lost.Run("backup", "--to", backups).AssertExitCode(0);

        StringAssert.Contains(taken.Output, "were removed before");
        Assert.AreEqual(0, found.Run("restore", "--from", backups, "--json").AssertExitCode(0).Json().GetProperty("missing").GetArrayLength());
        Undisturbed.Traces.AssertSame(RunTraces.Of(found.RunTiny()));
        Assert.AreEqual(0, new SliceBook(found).TrainedAgain);
    }

    [TestMethod]
    public void Backup_FinishedRun_ComesBackWholeWithItsStudentAndReport()
    {
        using TapirProgram program = Undisturbed.Copy();
        using TapirProgram other = new();
        string backups = Path.Combine(other.Root, "backups");
        JsonElement first = program.Run("backup", "--to", backups, "--json").AssertExitCode(0).Json();
        Assert.IsGreaterThan(0, first.GetProperty("copiedCount").GetInt32());
        Assert.AreEqual(0, program.Run("backup", "--to", backups, "--json").AssertExitCode(0).Json().GetProperty("copiedCount").GetInt32(), "Nothing is copied twice.");
        Assert.AreEqual(2, program.Run("backup", "list", "--from", backups, "--json").AssertExitCode(0).Json().GetArrayLength());

        other.Run("restore", first.GetProperty("backup").GetString()!, "--from", backups).AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(other.RunTiny()));
        Assert.AreEqual(FilesOfRuns(program), FilesOfRuns(other));
        Assert.HasCount(1, program.Run("backup", "--to", backups, "--keep", "2", "--json").AssertExitCode(0).Json().GetProperty("pruned").EnumerateArray().ToArray());
    }

    [TestMethod]
    [DataRow("backup.after-database:1")]
    [DataRow("backup.after-database:3")]
    [DataRow("backup.before-manifest:1")]
    public void Backup_Killed_IsNotListedAndTheNextOneIs(string instant)
    {
        using TapirProgram program = Undisturbed.Copy();
        using TapirProgram other = new();
        string backups = Path.Combine(other.Root, "backups");
        program.CrashAt($"Tapir.Backups/{instant}", "backup", "--to", backups);
        Assert.AreEqual(0, program.Run("backup", "list", "--from", backups, "--json").AssertExitCode(0).Json().GetArrayLength());
        StringAssert.Contains(other.Run("restore", "--from", backups).AssertExitCode(2).Errors, "There is no backup");

        program.Run("backup", "--to", backups).AssertExitCode(0);

        other.Run("restore", "--from", backups).AssertExitCode(0);
        Undisturbed.Traces.AssertSame(RunTraces.Of(other.RunTiny()));
    }

    [TestMethod]
    public void Restore_Killed_LeavesNoStateFolderAndGoesOn()
    {
        using TapirProgram program = Undisturbed.Copy();
        using TapirProgram other = new();
        string backups = Path.Combine(other.Root, "backups");
        program.Run("backup", "--to", backups).AssertExitCode(0);
        other.CrashAt("Tapir.Backups/restore.before-move:1", "restore", "--from", backups);
        Assert.IsFalse(Directory.Exists(other.State));

        other.Run("restore", "--from", backups).AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(other.RunTiny()));
    }

    [TestMethod]
    public void Restore_OverAStateFolder_IsRefused()
    {
        using TapirProgram program = Undisturbed.Copy();
        using TapirProgram other = new();
        string backups = Path.Combine(other.Root, "backups");
        program.Run("backup", "--to", backups).AssertExitCode(0);

        StringAssert.Contains(program.Run("restore", "--from", backups).AssertExitCode(2).Errors, "is not empty");
        StringAssert.Contains(program.Run("backup", "--to", Path.Combine(program.State, "backups")).AssertExitCode(2).Errors, "is a state folder");
    }

    [TestMethod]
    public void Restore_FromABlobStoreIntoOne_GoesOnThere()
    {
        using AzuriteServer azurite = AzuriteServer.Start();
        using TapirProgram program = new();
        using TapirProgram other = new();
        const string HostJson = """{ "tapir": { "artifacts": { "store": "blob", "container": "e2e", "connectionVariable": "TAPIR_TEST_STORE", "patience": "2s" } } }""";
        Dictionary<string, string> environment = new() { ["TAPIR_TEST_STORE"] = azurite.ConnectionString };
        program.Write("host.json", HostJson);
        other.Write("host.json", HostJson);
        program.CrashAt("Tapir.Results/result.after-commit:12", environment, ["run", TapirProgram.TinySpec, "--json"]);
        JsonElement taken = program.Run(environment, "backup", "--json").AssertExitCode(0).Json();
        Assert.AreEqual(0, taken.GetProperty("copiedCount").GetInt32(), "The artifacts lie in that store already.");

        other.Run(environment, "restore").AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(other.Run(environment, "run", TapirProgram.TinySpec, "--json")));
    }

    private static int FilesOfRuns(TapirProgram program) =>
        Directory.GetFiles(Path.Combine(program.State, "runs"), "*", SearchOption.AllDirectories).Count(file => !file.EndsWith(".lock", StringComparison.Ordinal));

    private static Dictionary<string, string> EnvironmentOf() => new() { ["TAPIR_TEST_KEY"] = Key };

    private static string[] Arguments(TutorEndpoint endpoint) =>
    [
        "run", TapirProgram.TinySpec, "--json",
        "--set", $"teacher={{ kind: openAI, url: \"{endpoint.Url}\", model: gpt-test, keyVariable: TAPIR_TEST_KEY, concurrency: {Concurrency}, refine: false }}",
        "--set", "judge={ kind: teacher, swapOrder: false }",
        "--set", "prices={ gpt-test: { input: 1, output: 2 } }",
        "--set", "curriculum.rounds=1",
        "--set", "curriculum.roundSize=40",
        "--set", "curriculum.poolSample=40",
    ];
}
