using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Tapir.Teachers.Ledger;

/// <summary>The one writer of this process: takes all writes that are waiting and commits them in one transaction, so that many calls in flight share
/// one flush to the disk.</summary>
internal sealed class LedgerWriter : IAsyncDisposable
{
    private const int LargestBatch = 1024;

    // Result codes that are about the row, not about the file.
    private const int SqliteTooBig = 18;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;

    private readonly Channel<LedgerWrite> queue = Channel.CreateUnbounded<LedgerWrite>(new UnboundedChannelOptions { SingleReader = true });
    private readonly string path;
    private readonly TimeProvider time;
    private readonly SqliteConnection connection;
    private readonly LedgerStatements statements;
    private readonly Dictionary<CallAccount, long> scopes = [];
    private readonly Dictionary<string, int> inFlight = [];
    private readonly Task running;
    private List<IntentWrite> waiting = [];

    /// <summary>Responses that were paid for and that the disk refused: written before anything else as soon as it takes them.</summary>
    private readonly List<ResponseWrite> refusedByDisk = [];

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
            TakeRefused(writes);
            while (writes.Count < LargestBatch && queue.Reader.TryRead(out LedgerWrite? write))
            {
                writes.Add(write);
            }

            Commit(writes);
        }

        if (refusedByDisk.Count > 0)
        {
            writes.Clear();
            TakeRefused(writes);
            Commit(writes);
        }

        waiting.ForEach(intent => intent.Fail(new ObjectDisposedException(nameof(ResponseLedger))));
    }

    private void TakeRefused(List<LedgerWrite> writes)
    {
        writes.AddRange(refusedByDisk);
        refusedByDisk.Clear();
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
            GiveUp(writes, LedgerConnection.Explain(path, error), error.SqliteErrorCode is not (SqliteConstraint or SqliteTooBig or SqliteMismatch));
        }
#pragma warning disable CA1031 // whatever went wrong, those who wait must hear of it, and the writer must live on
        catch (Exception error)
#pragma warning restore CA1031
        {
            GiveUp(writes, new LedgerException($"The response ledger {path} could not be written: {error.Message}", error), concernsAll: false);
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

    /// <summary>The transaction failed: nothing of it is on the disk. Where one of its writes may be to blame, each is tried by itself, so that the others
    /// do not fail with it.</summary>
    /// <param name="concernsAll">Whether the file or the disk refuses, whatever is written.</param>
    private void GiveUp(List<LedgerWrite> writes, LedgerException error, bool concernsAll)
    {
        RollBack();
        scopes.Clear();
        LedgerWrite[] all = [.. writes, .. waiting];
        waiting = [];
        if (concernsAll || all.Length == 1)
        {
            Array.ForEach(all, write => Fail(write, error));
            return;
        }

        foreach (LedgerWrite write in all)
        {
            Commit([write]);
        }
    }

    private void Fail(LedgerWrite write, LedgerException error)
    {
        switch (write)
        {
            case ResponseWrite response:
                if (!response.HasLanded)
                {
                    Land(response.Account);
                    response.HasLanded = true;
                }

                refusedByDisk.Add(response);
                break;
            case EndWrite end:
                Land(end.Account);
                break;
        }

        write.Fail(error);
    }

    private void Land(CallAccount account) => inFlight[account.Run] = inFlight.GetValueOrDefault(account.Run) - 1;

    private void RollBack()
    {
        try
        {
            statements.Rollback();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself (a full disk, an I/O error); there is nothing left to roll back.
        }
    }
}
