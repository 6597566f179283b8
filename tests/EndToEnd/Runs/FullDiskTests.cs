using System.Text.Json;

namespace Tapir.EndToEnd.Runs;

/// <summary>The disk takes no more while a student is trained.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class FullDiskTests
{
    // The student's file is smaller than the limit, a checkpoint with both moments larger, and everything else much smaller.
    private const string Spec = """
        name: big
        seed: { perCell: 2 }
        teacher: { kind: tutor, refine: false }
        curriculum: { rounds: 1, roundSize: 60, poolSample: 60 }
        student: { vocabulary: 400, width: 160, layers: 4, heads: 4, keyValueHeads: 1, mlp: 448, context: 192 }
        training: { baseTokens: 6000, roundTokens: 4000, batchTokens: 1024, sliceSteps: 2 }
        evaluation: { perCell: 1, answerTokens: 8, shardSize: 120 }
        """;

    [TestMethod]
    public void Run_NoRoomForACheckpoint_PausesWithTheReasonAndGoesOnToTheSameBytes()
    {
        using TapirProgram undisturbed = new();
        undisturbed.Write("big.yaml", Spec);
        using TapirProgram program = new();
        program.Write("big.yaml", Spec);
        string[] arguments = ["run", "big.yaml", "--json"];

        // One slice of S_0 is done by then.
        program.CrashAt("Tapir.Models/checkpoint.before-write:2", arguments);
        string[] before = Artifacts(program);
        ProgramResult paused = program.RunWithSmallFiles(arguments).AssertExitCode(3);

        JsonElement status = paused.Json();
        Assert.AreEqual("paused", status.GetProperty("status").GetString());
        Assert.AreEqual("training S_0", status.GetProperty("phase").GetString());
        StringAssert.Contains(status.GetProperty("message").GetString(), "Artifacts cannot be written at");
        StringAssert.Contains(status.GetProperty("message").GetString(), "run the same command again");
        CollectionAssert.IsSubsetOf(before.Where(IsWhole).ToArray(), Artifacts(program));
        // What the kill cut off lies there until it is swept.
        Assert.IsTrue(Artifacts(program).Except(before).All(IsWhole), "Something half-written was left behind.");

        RunTraces.Of(undisturbed.Run(arguments)).AssertSame(RunTraces.Of(program.Run(arguments)));
        Assert.AreEqual(0, new LedgerBook(program.Ledger).AskedAfterAnswer);
    }

    private static string[] Artifacts(TapirProgram program) =>
        [.. Directory.EnumerateFiles(Path.Combine(program.State, "artifacts"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(program.State, path))];

    // Two letters, and the other 62 of the digest.
    private static bool IsWhole(string path) => Path.GetFileName(path).Length == 62;
}
