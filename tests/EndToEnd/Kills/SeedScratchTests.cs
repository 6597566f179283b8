namespace Tapir.EndToEnd.Kills;

/// <summary>The user's rows lie as a file for a while when they are imported.</summary>
[TestClass]
public sealed class SeedScratchTests
{
    [TestMethod]
    public void Run_KilledWhileTheSeedIsImported_LeavesItInTheStateFolderUntilTheNextCommand()
    {
        using TapirProgram program = new();
        program.Write("rows.jsonl", string.Concat(Enumerable.Range(0, 20).Select(number => $"{{\"instruction\": \"Say {number}\", \"output\": \"{number}\"}}\n")));
        program.Write("mine.yaml", "name: mine\nseed: { path: rows.jsonl }\njudge: { kind: reference }\n");

        program.CrashAt("Tapir.Activities/seed.after-copy:1", "run", "mine.yaml", "--json");

        string scratch = Path.Combine(program.State, ".scratch");
        Assert.HasCount(1, Directory.GetFiles(scratch, "seed", SearchOption.AllDirectories));
        program.Run("status", "mine-1").AssertExitCode(0);
        Assert.IsEmpty(Directory.GetFileSystemEntries(scratch));
    }
}
