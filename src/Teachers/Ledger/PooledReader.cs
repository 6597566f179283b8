using Microsoft.Data.Sqlite;

namespace Tapir.Teachers.Ledger;

/// <summary>A reading connection with its prepared look-up.</summary>
internal sealed class PooledReader : IDisposable
{
    public PooledReader(string path)
    {
        Connection = LedgerConnection.OpenForReading(path);
        Responses = new ResponseReader(Connection);
    }

    public SqliteConnection Connection { get; }

    public ResponseReader Responses { get; }

    public void Dispose()
    {
        Responses.Dispose();
        Connection.Dispose();
    }
}
