using Microsoft.Data.Sqlite;

namespace Tapir.Teachers.Ledger;

/// <summary>One prepared look-up of a response by key. Not thread-safe: one user at a time.</summary>
internal sealed class ResponseReader : IDisposable
{
    private readonly SqliteCommand command;
    private readonly SqliteParameter key;

    public ResponseReader(SqliteConnection connection)
    {
        command = connection.CreateCommand();
        command.CommandText =
            "SELECT text, finish_reason, model, input_tokens, output_tokens, raw FROM responses WHERE key = $key";
        key = command.Parameters.Add("$key", SqliteType.Blob);
        command.Prepare();
    }

    public RecordedResponse? Find(LedgerKey wanted)
    {
        key.Value = wanted.ToBytes();
        using SqliteDataReader row = command.ExecuteReader();
        return row.Read()
            ? new RecordedResponse(
                row.GetString(0),
                row.IsDBNull(1) ? null : row.GetString(1),
                row.IsDBNull(2) ? null : row.GetString(2),
                row.GetInt64(3),
                row.GetInt64(4),
                row.IsDBNull(5) ? default : row.GetFieldValue<byte[]>(5))
            : null;
    }

    public void Dispose() => command.Dispose();
}
