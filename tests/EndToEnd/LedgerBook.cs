using Dapper;
using Microsoft.Data.Sqlite;

namespace Tapir.EndToEnd;

/// <summary>What the response ledger says of calls that were sent.</summary>
internal sealed record LedgerBook(string Path)
{
    /// <summary>Requests that were sent again although their response had been committed: money spent twice.</summary>
    public long AskedAfterAnswer => Count("SELECT count(*) FROM intents i JOIN responses r ON r.key = i.key WHERE i.id > r.intent");

    /// <summary>Calls that were sent and whose response never came: cut off by a kill.</summary>
    public long Unanswered => Count("SELECT count(*) FROM intents WHERE id NOT IN (SELECT intent FROM responses) AND id NOT IN (SELECT intent FROM ends)");

    public long Intents => Count("SELECT count(*) FROM intents");

    public long Responses => Count("SELECT count(*) FROM responses");

    private long Count(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Path};Pooling=False");
        return connection.ExecuteScalar<long>(sql);
    }
}
