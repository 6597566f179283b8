using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Tapir.Functions;

/// <summary>A write nobody waits for: a line of the call log.</summary>
internal sealed class LoggedWrite(Action<SqliteConnection> apply, ILogger logger) : IndexWrite
{
    public override void Apply(SqliteConnection connection) => apply(connection);

    public override void Committed()
    {
    }

    public override void Failed(Exception cause) => logger.CallLogFailed(cause);
}
