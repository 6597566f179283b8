using Dapper;
using Microsoft.Data.Sqlite;

namespace Tapir.EndToEnd.Runs;

[TestClass]
public sealed class LostArtifactTests
{
    [TestMethod]
    [DataRow("seeding.import")]
    [DataRow("students.train-tokenizer")]
    [DataRow("training.run-slice")]
    [DataRow("expansion.answer")]
    [DataRow("planning.assemble-round")]
    public void New_ArtifactDeleted_MakesTheSameBytes(string function)
    {
        using TapirProgram program = Undisturbed.Copy();
        foreach (string file in MadeBy(program, function))
        {
            File.Delete(file);
        }

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny("--new")));
    }

    [TestMethod]
    [DataRow("seeding.import")]
    [DataRow("training.run-slice")]
    [DataRow("planning.assemble-round")]
    public void New_ArtifactFlipped_MakesTheSameBytes(string function)
    {
        using TapirProgram program = Undisturbed.Copy();
        // Everything is done again from what the function made.
        Forget(program, except: function);
        foreach (string file in MadeBy(program, function))
        {
            byte[] bytes = File.ReadAllBytes(file);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(file, bytes);
        }

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny("--new")));
    }

    private static string[] MadeBy(TapirProgram program, string function)
    {
        using SqliteConnection connection = new($"Data Source={program.Results};Pooling=False");
        string[] files = [.. connection
            .Query<string>("SELECT DISTINCT a.artifact FROM result_artifacts a JOIN results r ON r.key = a.key WHERE a.role = 'made' AND r.function = @function", new { function })
            .Select(artifact => artifact[(artifact.LastIndexOf(':') + 1)..])
            .Select(digest => Path.Combine(program.State, "artifacts", digest[..2], digest[2..]))
            // Of a training's checkpoints the last is left.
            .Where(File.Exists)];
        Assert.IsNotEmpty(files, function);
        return files;
    }

    private static void Forget(TapirProgram program, string except)
    {
        using SqliteConnection connection = new($"Data Source={program.Results};Pooling=False");
        connection.Execute("PRAGMA foreign_keys = ON; DELETE FROM results WHERE function <> @except", new { except });
    }
}
