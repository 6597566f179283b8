using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Tapir.Functions;

/// <summary>The one writer of the database: what waits while a commit is on its way to the disk shares the next one.</summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int LargestBatch = 512;

    /// <summary>How long lines of the call log may wait for a commit of their own; results do not wait.</summary>
    private static readonly TimeSpan LogDelay = TimeSpan.FromMilliseconds(250);

    private readonly SqliteConnection connection;
    private readonly string path;
    private readonly Channel<IndexWrite> channel = Channel.CreateUnbounded<IndexWrite>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<IndexWrite> log = [];
    private readonly ITimer logTimer;
    private readonly Task loop;
    private bool logTimerRuns;
    private string synchronous = "FULL";

    public WriteQueue(SqliteConnection connection, string path, TimeProvider time)
    {
        this.connection = connection;
        this.path = path;
        logTimer = time.CreateTimer(_ => channel.Writer.TryWrite(new AwaitedWrite<bool>(_ => true, isResult: false)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        loop = Task.Run(WriteAsync);
    }

    /// <summary>Writes and waits for the commit.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> apply, bool isResult, bool isDurable = true)
    {
        AwaitedWrite<T> write = new(apply, isResult, isDurable);
        ObjectDisposedException.ThrowIf(!channel.Writer.TryWrite(write), typeof(SqliteResultIndex));
        return write.Done;
    }

    /// <summary>Writes with the next commit, whenever that is, and after <see cref="LogDelay"/> at the latest.</summary>
    public void Append(IndexWrite write)
    {
        lock (log)
        {
            log.Add(write);
            if (!logTimerRuns)
            {
                logTimerRuns = logTimer.Change(LogDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Writes out what is waiting, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await logTimer.DisposeAsync().ConfigureAwait(false);
        channel.Writer.TryWrite(new AwaitedWrite<bool>(_ => true, isResult: false));
        channel.Writer.TryComplete();
        await loop.ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        while (await channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            List<IndexWrite> awaited = [];
            while (awaited.Count < LargestBatch && channel.Reader.TryRead(out IndexWrite? write))
            {
                awaited.Add(write);
            }

            // Taken last: whoever waits for a write also has on the disk what was appended before it.
            Commit([.. TakeLog(), .. awaited]);
        }
    }

    private List<IndexWrite> TakeLog()
    {
        lock (log)
        {
            List<IndexWrite> taken = [.. log];
            log.Clear();
            logTimerRuns = false;
            return taken;
        }
    }

    private void Commit(List<IndexWrite> batch)
    {
        if (TryCommit(batch) is null)
        {
            batch.ForEach(write => write.Committed());
            return;
        }

        // One write spoils the batch: each goes alone, so that only the one that is to blame fails.
        foreach (IndexWrite write in batch)
        {
            if (TryCommit([write]) is { } cause)
            {
                write.Failed(cause);
            }
            else
            {
                write.Committed();
            }
        }
    }

    private Exception? TryCommit(IReadOnlyList<IndexWrite> batch)
    {
        bool isDurable = batch.Any(write => write.IsDurable);
        try
        {
            // A commit without a flush is there for all processes, and goes to the disk with the next that has one.
            Synchronize(isDurable ? "FULL" : "NORMAL");
            using SqliteTransaction transaction = connection.BeginTransaction();
            foreach (IndexWrite write in batch)
            {
                write.Apply(connection);
            }

            Announce(batch, "result.before-commit");
            transaction.Commit();
        }
        catch (SqliteException e)
        {
            return SqliteErrors.Explain(path, e);
        }
        catch (Exception e)
        {
            // Whatever it is, it belongs to the caller who waits for this write; the queue lives on.
            return e;
        }

        Announce(batch, "result.after-commit");
        return null;
    }

    private void Synchronize(string mode)
    {
        if (mode != synchronous)
        {
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // one of the two words above
            command.CommandText = $"PRAGMA synchronous = {mode};";
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            synchronous = mode;
        }
    }

    private static void Announce(IReadOnlyList<IndexWrite> batch, string instant)
    {
        if (batch.Any(write => write.IsResult))
        {
            Instants.Reach(instant);
        }
    }
}
