using Dapper;
using Microsoft.Data.Sqlite;

namespace Tapir.EndToEnd;

/// <summary>What the result index says of the slices of trainings, and which of their checkpoints lie on the disk.</summary>
internal sealed record SliceBook(TapirProgram Program)
{
    /// <summary>Calls that trained, and did not find a slice in the cache.</summary>
    /// <param name="instance">Of one orchestration; null for all.</param>
    public long Trained(string? instance = null) => Read(connection => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM calls WHERE function = 'training.run-slice' AND outcome = 'computed' AND (@instance IS NULL OR instance = @instance)", new { instance }));

    /// <summary>Slices that were trained more than once.</summary>
    public long TrainedAgain => Read(connection => connection.ExecuteScalar<long>(
        "SELECT count(*) - count(DISTINCT key) FROM calls WHERE function = 'training.run-slice' AND outcome = 'computed'"));

    /// <summary>Files of all checkpoints that were ever made.</summary>
    public IReadOnlyList<string> Checkpoints => Files("SELECT json_extract(output, '$.checkpoint') FROM results WHERE function = 'training.run-slice' ORDER BY stored_at, key");

    /// <summary>Those that ended a round.</summary>
    public IReadOnlyList<string> LastCheckpoints =>
        Files("SELECT json_extract(output, '$.checkpoint') FROM results WHERE function = 'training.run-slice' AND json_extract(output, '$.model') IS NOT NULL ORDER BY stored_at, key");

    /// <summary>Fails unless the last checkpoint of each round is there and no other.</summary>
    public void AssertOnlyTheLastAreKept()
    {
        Assert.IsGreaterThan(2 * LastCheckpoints.Count, Checkpoints.Count, "Rounds of one slice would prove nothing.");
        CollectionAssert.AreEquivalent(LastCheckpoints.ToArray(), Checkpoints.Where(File.Exists).ToArray());
    }

    private IReadOnlyList<string> Files(string sql) => Read(connection => (IReadOnlyList<string>)
    [
        .. connection.Query<string>(sql)
            .Select(artifact => artifact[(artifact.LastIndexOf(':') + 1)..])
            .Select(digest => Path.Combine(Program.State, "artifacts", digest[..2], digest[2..])),
    ]);

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        using SqliteConnection connection = new($"Data Source={Program.Results};Pooling=False");
        return read(connection);
    }
}
