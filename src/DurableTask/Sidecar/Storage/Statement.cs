using Microsoft.Data.Sqlite;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>A prepared statement whose parameters are named $1, $2, ... in order. Belongs to one connection and one thread.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand command;

    public Statement(SqliteConnection connection, string sql)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        for (int index = 1; sql.Contains("$" + index, StringComparison.Ordinal); index++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + index, Value = DBNull.Value });
        }
    }

    /// <summary>Runs the statement and returns the number of rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteNonQuery();
    }

    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteReader();
    }

    public void Dispose() => command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != command.Parameters.Count)
        {
            throw new ArgumentException($"{values.Length} values for {command.Parameters.Count} parameters: {command.CommandText}", nameof(values));
        }

        for (int index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }
    }
}
