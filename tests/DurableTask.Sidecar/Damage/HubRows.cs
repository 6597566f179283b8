using Microsoft.Data.Sqlite;

namespace Tapir.DurableTask.Sidecar.Tests.Damage;

/// <summary>Every row of a hub that matters, as text, so that two hubs can be compared.</summary>
internal static class HubRows
{
    private static readonly (string Table, string Key, string Content)[] Tables =
    [
        ("instances", "key, id", """
            execution_id, name, version, status, created, updated, completed, scheduled, turn, history_length, history_bytes, parent_id, hex(parent), hex(tags), hex(trace), hex(failure), custom_status,
            hex(input), hex(output)
            """),
        ("history", "instance, sequence", "hex(event)"),
        ("inbox", "instance, sequence", "hex(event)"),
        ("timers", "instance, sequence", "visible_at, hex(event)"),
        ("activities", "instance, sequence", "execution_id, task_id, name, version, hex(request)"),
    ];

    /// <summary>The rows by table, instance and number.</summary>
    public static Dictionary<(string Table, long Instance, string Key), string> Of(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Dictionary<(string, long, string), string> rows = [];
        foreach ((string table, string key, string content) in Tables)
        {
            using SqliteCommand select = connection.CreateCommand();
            select.CommandText = $"SELECT {key}, {content} FROM {table}";
            using SqliteDataReader reader = select.ExecuteReader();
            while (reader.Read())
            {
                rows[(table, reader.GetInt64(0), $"{reader.GetValue(1)}")] = string.Join('|', Enumerable.Range(2, reader.FieldCount - 2).Select(column => $"{reader.GetValue(column)}"));
            }
        }

        return rows;
    }
}
