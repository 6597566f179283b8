using Microsoft.Data.Sqlite;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>Whether a hub's file is put together as SQLite and <see cref="Schema"/> say. Nothing should be written to one that is not.</summary>
internal static class StructureCheck
{
    private const int MostFaults = 5;

    private const string Objects = "SELECT coalesce(group_concat(type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, ''), char(10) ORDER BY name), '') FROM sqlite_master";

    /// <summary>What is wrong with pages, the order of rows, and indexes. It reads the whole file.</summary>
    public static IReadOnlyList<string> Faults(SqliteConnection connection)
    {
        using var check = new Statement(connection, $"PRAGMA integrity_check({MostFaults})");
        using SqliteDataReader reader = check.Query();
        List<string> faults = [];
        while (reader.Read())
        {
            faults.Add(reader.GetString(0).ReplaceLineEndings(" "));
        }

        return faults is ["ok"] ? [] : faults;
    }

    /// <summary>Whether tables and indexes are those of the present schema.</summary>
    public static bool HasPresentSchema(SqliteConnection connection)
    {
        using var fresh = new SqliteConnection("Data Source=:memory:");
        fresh.Open();
        RowSums.Register(fresh);
        foreach (string step in Schema.Steps)
        {
            using SqliteCommand command = fresh.CreateCommand();
            command.CommandText = step;
            command.ExecuteNonQuery();
        }

        return Text(connection) == Text(fresh);
    }

    private static string Text(SqliteConnection connection)
    {
        using var select = new Statement(connection, Objects);
        using SqliteDataReader reader = select.Query();
        reader.Read();
        return reader.GetString(0);
    }
}
