using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Queries;

/// <summary>Looks at every row of a hub, a few hundred at a time, and names those that are damaged or belong to nobody.</summary>
internal static class DamageCheck
{
    private const int Batch = 500;

    private const string Wrong = "does not have the checksum it was written with";

    // Each finds, after the place ($1, $2) and in order: the place, the row's number, the instance's key and id, and what is wrong, if anything.
    private static readonly (string Table, string Sql)[] Scans =
    [
        ("instances", $"""
            SELECT key, 0, key, key, id, CASE
                WHEN checksum IS NOT {RowSums.Instance} OR input_checksum IS NOT row_checksum(input) OR output_checksum IS NOT row_checksum(output) THEN '{Wrong}'
                WHEN history_length IS NOT (SELECT count(*) FROM history WHERE history.instance = key) THEN 'has a history of another length than it says' END
            FROM instances WHERE key > $1 AND $2 IS NOT NULL ORDER BY key LIMIT {Batch}
            """),
        ("history", OfRows("history", "instance", "sequence", RowSums.Event)),
        ("inbox", OfRows("inbox", "instance", "sequence", RowSums.Event)),
        ("timers", OfRows("timers", "visible_at", "sequence", RowSums.Timer)),
        ("activities", OfRows("activities", "sequence", "sequence", RowSums.Activity)),
    ];

    /// <summary>What is wrong with the file's structure, then with its rows.</summary>
    /// <param name="read">Runs a read; each batch is one, so that none holds up the hub's own housekeeping.</param>
    /// <param name="structure">Whether to look at the structure too, which is one long read.</param>
    /// <param name="pause">Called between two batches.</param>
    public static async Task<IReadOnlyList<DamagedRow>> RunAsync(Func<Func<SqliteConnection, List<DamagedRow>>, List<DamagedRow>> read, bool structure, Func<Task> pause)
    {
        List<DamagedRow> found = structure ? read(connection => [.. StructureCheck.Faults(connection).Select(fault => new DamagedRow(string.Empty, 0, 0, fault))]) : [];
        foreach ((string table, string sql) in Scans)
        {
            Place? next = Place.First;
            while (next is { } place)
            {
                found.AddRange(read(connection => Scan(connection, table, sql, place, out next)));
                await pause().ConfigureAwait(false);
            }
        }

        return found;
    }

    private static List<DamagedRow> Scan(SqliteConnection connection, string table, string sql, Place from, out Place? next)
    {
        using var select = new Statement(connection, sql);
        using SqliteDataReader reader = select.Query(from.Major, from.Minor);
        List<DamagedRow> damaged = [];
        int rows = 0;
        next = null;
        while (reader.Read())
        {
            next = new(reader.GetValue(0), reader.GetValue(1));
            rows++;
            if (!reader.IsDBNull(5))
            {
                damaged.Add(new DamagedRow(table, reader.GetInt64(2), reader.GetInt64(3), reader.GetString(5)) { InstanceId = reader.TextOrNull(4) });
            }
        }

        next = rows < Batch ? null : next;
        return damaged;
    }

    private static string OfRows(string table, string first, string second, string sum) => $"""
        SELECT {first}, {second}, sequence, instance, (SELECT id FROM instances WHERE key = instance), CASE
            WHEN checksum IS NOT {sum} THEN '{Wrong}'
            WHEN NOT EXISTS (SELECT 1 FROM instances WHERE key = instance) THEN 'belongs to an instance that is gone' END
        FROM {table} WHERE ({first}, {second}) > ($1, $2) ORDER BY {first}, {second} LIMIT {Batch}
        """;

    /// <summary>As the row has it: what damage made a text of stands behind all numbers, and read as a number would lead back to the beginning.</summary>
    private readonly record struct Place(object Major, object Minor)
    {
        public static Place First { get; } = new(long.MinValue, long.MinValue);
    }
}
