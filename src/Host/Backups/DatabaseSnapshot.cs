using System.Globalization;
using Microsoft.Data.Sqlite;
using Tapir.Host.State;

namespace Tapir.Host.Backups;

/// <summary>Copies a SQLite database as it is at one moment, whoever writes to it meanwhile.</summary>
internal static class DatabaseSnapshot
{
    // A writer lets readers pass; only one that changes the journal keeps them waiting, and not for long.
    private const int PatienceSeconds = 30;

    /// <param name="source">The database; left as it is.</param>
    /// <param name="target">A file that is not there yet.</param>
    /// <exception cref="StateException">The database is damaged, cannot be read, or there is no room for the copy.</exception>
    public static void Take(string source, string target)
    {
        try
        {
            using SqliteConnection from = Open(source, SqliteOpenMode.ReadWrite);
            using SqliteConnection to = Open(target, SqliteOpenMode.ReadWriteCreate);
            from.BackupDatabase(to);
            using SqliteCommand check = to.CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            string verdict = Convert.ToString(check.ExecuteScalar(), CultureInfo.InvariantCulture)!;
            if (verdict != "ok")
            {
                throw new StateException($"'{source}' is damaged ({verdict}) and was not backed up.");
            }
        }
        catch (SqliteException problem)
        {
            throw new StateException($"'{source}' cannot be backed up: {problem.Message}", problem);
        }
    }

    /// <summary>Every text in any column of any table, whatever the tables are.</summary>
    /// <param name="path">A snapshot.</param>
    public static IEnumerable<string> TextsIn(string path)
    {
        using SqliteConnection connection = Open(path, SqliteOpenMode.ReadOnly);
        foreach (string table in TablesOf(connection))
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            using SqliteDataReader row = command.ExecuteReader();
            while (row.Read())
            {
                for (int column = 0; column < row.FieldCount; column++)
                {
                    if (TextOf(row.GetValue(column)) is { } text)
                    {
                        yield return text;
                    }
                }
            }
        }
    }

    private static string? TextOf(object value) => value switch
    {
        string text => text,
        // Messages are kept as bytes; what is looked for in them is ASCII.
        byte[] bytes => System.Text.Encoding.Latin1.GetString(bytes),
        _ => null,
    };

    private static List<string> TablesOf(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        using SqliteDataReader row = command.ExecuteReader();
        List<string> tables = [];
        while (row.Read())
        {
            tables.Add(row.GetString(0));
        }

        return tables;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = PatienceSeconds }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }
}
