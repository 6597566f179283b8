using Dapper;
using Microsoft.Data.Sqlite;

namespace Tapir.Functions;

/// <summary>What is read from and written to the tables of results.</summary>
internal static class ResultStatements
{
    public static StoredResult? Find(SqliteConnection connection, string key) =>
        connection.QuerySingleOrDefault<ResultRow>($"SELECT {ResultRow.Columns} FROM results WHERE key = @key;", new { key })?.ToResult();

    public static IReadOnlyList<StoredResult> FindByPrefix(SqliteConnection connection, string prefix, int limit) =>
        Read(connection, $"SELECT {ResultRow.Columns} FROM results WHERE key >= @prefix AND key < @prefix || 'g' ORDER BY key LIMIT @limit;", new { prefix, limit });

    public static IReadOnlyList<StoredResult> FindProducers(SqliteConnection connection, string artifact) =>
        Read(
            connection,
            $"SELECT {ResultRow.Columns} FROM results WHERE key IN (SELECT key FROM result_artifacts WHERE artifact = @artifact AND role = 'made') ORDER BY stored_at, key;",
            new { artifact });

    public static IReadOnlyList<string> Artifacts(SqliteConnection connection) =>
        [.. connection.Query<string>("SELECT DISTINCT artifact FROM result_artifacts ORDER BY artifact;")];

    public static IReadOnlyList<string> ArtifactsOfRun(SqliteConnection connection, string run) =>
        [.. connection.Query<string>(
            "SELECT DISTINCT artifact FROM result_artifacts WHERE key IN (SELECT key FROM calls WHERE run = @run) ORDER BY artifact;", new { run })];

    /// <summary>Newest call first, each result once, up to and with the first that fits.</summary>
    public static IReadOnlyList<StoredResult> NewestOfRun(SqliteConnection connection, string run, string function, Predicate<StoredResult> isLast)
    {
        List<StoredResult> newest = [];
        foreach (StoredResult result in OfRunNewestFirst(connection, run, function))
        {
            newest.Add(result);
            if (isLast(result))
            {
                break;
            }
        }

        return newest;
    }

    public static void Store(SqliteConnection connection, StoredResult result)
    {
        connection.Execute("DELETE FROM results WHERE key = @Key;", new { result.Key });
        connection.Execute(
            """
            INSERT INTO results (key, function, version, numeric_environment, run, input, output, reproducible, stored_at, duration_ms)
            VALUES (@Key, @Function, @Version, @NumericEnvironment, @Run, @Input, @Output, @Reproducible, @StoredAt, @DurationMs);
            """,
            ResultRow.Of(result));
        Link(connection, result.Key, "used", result.InputArtifacts);
        Link(connection, result.Key, "made", result.MadeArtifacts);
    }

    public static IReadOnlyList<StoredResult> DropDerived(SqliteConnection connection, string artifact)
    {
        IReadOnlyList<StoredResult> derived = Read(
            connection,
            $"""
            WITH RECURSIVE lost (artifact) AS (
                VALUES (@artifact)
                UNION
                SELECT made.artifact FROM lost
                JOIN result_artifacts used ON used.artifact = lost.artifact AND used.role = 'used'
                JOIN result_artifacts made ON made.key = used.key AND made.role = 'made')
            SELECT {ResultRow.Columns} FROM results
            WHERE key IN (SELECT used.key FROM lost JOIN result_artifacts used ON used.artifact = lost.artifact AND used.role = 'used')
            ORDER BY stored_at, key;
            """,
            new { artifact });
        connection.Execute("DELETE FROM results WHERE key = @Key;", derived.Select(result => new { result.Key }));
        return derived;
    }

    private static IEnumerable<StoredResult> OfRunNewestFirst(SqliteConnection connection, string run, string function) => connection.Query<ResultRow>(
        $"""
        SELECT {ResultRow.Columns} FROM (
            SELECT key AS called, max(started_at) AS latest FROM calls WHERE run = @run AND function = @function GROUP BY key)
        JOIN results ON results.key = called ORDER BY latest DESC;
        """,
        new { run, function },
        buffered: false).Select(row => row.ToResult());

    private static List<StoredResult> Read(SqliteConnection connection, string sql, object parameters) =>
        [.. connection.Query<ResultRow>(sql, parameters).Select(row => row.ToResult())];

    private static void Link(SqliteConnection connection, string key, string role, IReadOnlyList<string> artifacts) =>
        connection.Execute(
            "INSERT INTO result_artifacts (artifact, role, key) VALUES (@artifact, @role, @key);", artifacts.Select(artifact => new { artifact, role, key }));
}
