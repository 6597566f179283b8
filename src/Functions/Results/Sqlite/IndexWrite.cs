using Microsoft.Data.Sqlite;

namespace Tapir.Functions;

/// <summary>One write that waits for its commit.</summary>
internal abstract class IndexWrite
{
    /// <value>Whether the batch announces the instants of a result.</value>
    public virtual bool IsResult => false;

    /// <value>Whether the commit is seen onto the disk. What means nothing once the processes are gone need not be.</value>
    public virtual bool IsDurable => true;

    public abstract void Apply(SqliteConnection connection);

    public abstract void Committed();

    public abstract void Failed(Exception cause);
}
