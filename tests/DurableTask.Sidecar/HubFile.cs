using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>A hub's file in another program's hands.</summary>
internal static class HubFile
{
    /// <summary>Changes rows behind the sidecar's back; <c>row_checksum</c> is at hand for those that are to look whole.</summary>
    public static void Change(RunningSidecar sidecar, string sql)
    {
        using SqliteConnection connection = Open(sidecar.Options.HubPath);
        RowSums.Register(connection);
        Assert.IsGreaterThan(0, Run(connection, sql));
    }

    /// <summary>Has the file locked until it is disposed.</summary>
    public static SqliteConnection Lock(RunningSidecar sidecar)
    {
        SqliteConnection connection = Open(sidecar.Options.HubPath);
        Run(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    /// <summary>Makes a hub that nobody has open one of another version.</summary>
    public static void SetVersion(string path, int version)
    {
        using SqliteConnection connection = Open(path);
        Run(connection, $"PRAGMA user_version = {version}");
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static int Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
