using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Tapir.Teachers.Ledger;

/// <summary>The one writer of this process: takes all writes that are waiting and commits them in one transaction, so that many calls in flight share
/// one flush to the disk.</summary>
internal sealed class LedgerWriter : IAsyncDisposable
{
    private const int LargestBatch = 1024;

    private readonly Channel<LedgerWrite> queue = Channel.CreateUnbounded<LedgerWrite>(new UnboundedChannelOptions { SingleReader = true });
    private readonly string path;
    private readonly TimeProvider time;
    private readonly SqliteConnection connection;
    private readonly LedgerStatements statements;
    private readonly Dictionary<CallAccount, long> scopes = [];
    private readonly Dictionary<string, int> inFlight = [];
    private readonly Task running;
    private List<IntentWrite> waiting = [];

    public LedgerWriter(string path, TimeProvider time)
    {
        this.path = path;
        this.time = time;
        connection = LedgerConnection.OpenForWriting(path);
        statements = new LedgerStatements(connection);
        // A thread of its own: it waits for the disk, and would otherwise take one of a small machine's few pool threads.
        running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <exception cref="ObjectDisposedException">The ledger is closed.</exception>
    public void Post(LedgerWrite write) => ObjectDisposedException.ThrowIf(!queue.Writer.TryWrite(write), typeof(ResponseLedger));

    /// <summary>Makes the writer look at the waiting intents again; without effect when the ledger is closed.</summary>
    public void Wake() => queue.Writer.TryWrite(new WakeWrite());

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await running.ConfigureAwait(false);
        statements.Dispose();
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private void Run()
    {
        List<LedgerWrite> writes = [];
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            writes.Clear();
            while (writes.Count < LargestBatch && queue.Reader.TryRead(out LedgerWrite? write))
            {
                writes.Add(write);
            }

            Commit(writes);
        }

        waiting.ForEach(intent => intent.Fail(new ObjectDisposedException(nameof(ResponseLedger))));
    }

    private void Commit(List<LedgerWrite> writes)
    {
        try
        {
            LedgerBatch batch = new(statements, scopes, inFlight, time.GetUtcNow().ToUnixTimeMilliseconds());
            statements.Begin();
            writes.ForEach(batch.Apply);
            batch.Admit(waiting);
            batch.WriteTotals();
            Commit(batch);
            waiting = [.. batch.Waiting];
            foreach ((string run, int change) in batch.NewlyInFlight)
            {
                inFlight[run] = inFlight.GetValueOrDefault(run) + change;
            }

            batch.Complete();
        }
        catch (SqliteException error)
        {
            Abandon(writes, LedgerConnection.Explain(path, error));
        }
#pragma warning disable CA1031 // whatever went wrong, those who wait must hear of it, and the writer must live on
        catch (Exception error)
#pragma warning restore CA1031
        {
            Abandon(writes, new LedgerException($"The response ledger {path} could not be written: {error.Message}", error));
        }
    }

    private void Commit(LedgerBatch batch)
    {
        if (batch.HasIntent)
        {
            Instants.Reach("intent.before-commit");
        }

        if (batch.HasResponse)
        {
            Instants.Reach("response.before-commit");
        }

        statements.Commit();
        if (batch.HasIntent)
        {
            Instants.Reach("intent.after-commit");
        }

        if (batch.HasResponse)
        {
            Instants.Reach("response.after-commit");
        }
    }

    /// <summary>The transaction failed as a whole: nothing of it is on the disk, and everybody in it hears so.</summary>
    private void Abandon(List<LedgerWrite> writes, LedgerException error)
    {
        try
        {
            statements.Rollback();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself (a full disk, an I/O error); there is nothing left to roll back.
        }

        scopes.Clear();
        foreach (LedgerWrite write in writes)
        {
            CallAccount? ended = write switch
            {
                ResponseWrite response => response.Account,
                EndWrite end => end.Account,
                _ => null,
            };
            if (ended is not null)
            {
                inFlight[ended.Run] = inFlight.GetValueOrDefault(ended.Run) - 1;
            }

            write.Fail(error);
        }

        waiting.ForEach(intent => intent.Fail(error));
        waiting = [];
    }
}
