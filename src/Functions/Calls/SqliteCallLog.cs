using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Tapir.Functions;

/// <summary>Writes calls into the table <c>calls</c>. Nobody waits for it: lines go along with the next commit of a result, or soon after.</summary>
internal sealed class SqliteCallLog(WriteQueue queue, ILogger logger) : ICallObserver
{
    private const string Columns =
        "id AS Id, run AS Run, instance AS Instance, function AS Function, version AS Version, key AS Key, healing_for AS HealingFor, started_at AS StartedAt, "
        + "finished_at AS FinishedAt, duration_ms AS DurationMs, outcome AS Outcome, error AS Error";

    public static IReadOnlyList<LoggedCall> OfRun(SqliteConnection connection, string run) =>
        [.. connection.Query<CallRow>($"SELECT {Columns} FROM calls WHERE run = @run ORDER BY started_at, id;", new { run }).Select(row => row.ToCall())];

    public static (IReadOnlyList<LoggedCall> Calls, int Total) NewestOfRun(SqliteConnection connection, string run, string? function, CallOutcome? outcome, int skip, int take)
    {
        const string Matching = "FROM calls WHERE run = @run AND (@function IS NULL OR function = @function) AND (@outcome IS NULL OR outcome = @outcome)";
        var parameters = new { run, function, outcome = outcome is { } word ? CallRow.Word(word) : null, skip, take };
        return (
            [.. connection.Query<CallRow>($"SELECT {Columns} {Matching} ORDER BY started_at DESC, id DESC LIMIT @take OFFSET @skip;", parameters).Select(row => row.ToCall())],
            connection.ExecuteScalar<int>($"SELECT count(*) {Matching};", parameters));
    }

    public void Started(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Append(
            """
            INSERT OR IGNORE INTO calls (id, run, instance, function, version, key, healing_for, started_at)
            VALUES (@Id, @Run, @Instance, @Function, @Version, @Key, @HealingFor, @StartedAt);
            """,
            CallRow.Of(call));
    }

    public void Progressed(Call call, CallProgress progress)
    {
        // Progress is for watching, not for keeping.
    }

    public void Finished(Call call, CallEnd end)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(end);
        Append(
            "UPDATE calls SET finished_at = @FinishedAt, duration_ms = @DurationMs, outcome = @Outcome, error = @Error WHERE id = @Id;", CallRow.Of(call, end));
    }

    private void Append(string sql, CallRow row) => queue.Append(new LoggedWrite(connection => connection.Execute(sql, row), logger));
}
