using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tapir.Functions;

/// <summary>The result index and the call log in one SQLite file, <c>results.db</c>. Thread-safe; several processes on one machine may share the file, never
/// over a network share.</summary>
public sealed class SqliteResultIndex : IResultIndex, IAsyncDisposable
{
    private readonly SqliteConnection reader;
    private readonly Lock reading = new();
    private readonly WriteQueue queue;
    private readonly string path;
    private readonly TimeProvider time;
    private readonly ClaimHolder holder;
    private readonly OwnLeases own;

    private SqliteResultIndex(string path, SqliteConnection reader, WriteQueue queue, TimeProvider time, ILogger logger)
    {
        this.path = path;
        this.reader = reader;
        this.queue = queue;
        this.time = time;
        holder = new ClaimHolder(path);
        own = new OwnLeases(claims => _ = RenewAsync(claims, OwnLeases.Length), time);
        CallLog = new SqliteCallLog(queue, logger);
    }

    /// <value>Give this to the runner as an observer, and calls are kept.</value>
    public ICallObserver CallLog { get; }

    /// <summary>Opens the index, and creates it where there is none.</summary>
    /// <exception cref="ResultIndexException">It cannot be opened, or a newer Tapir wrote it.</exception>
    public static SqliteResultIndex Open(string path, TimeProvider? time = null, ILogger<SqliteResultIndex>? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.GetFullPath(path);
        SqliteConnection? writer = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            writer = Connect(full);
            ResultsSchema.Apply(writer, full);
            SqliteConnection reader = Connect(full);
            return new SqliteResultIndex(full, reader, new WriteQueue(writer, full, time ?? TimeProvider.System), time ?? TimeProvider.System, logger ?? NullLogger<SqliteResultIndex>.Instance);
        }
        catch (SqliteException e)
        {
            writer?.Dispose();
            throw SqliteErrors.Explain(full, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ResultIndexException($"The folder of the result index '{full}' cannot be created: {e.Message}", e);
        }
        catch (ResultIndexException)
        {
            writer?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<StoredResult?> FindAsync(string key, CancellationToken cancellation = default) => Read(connection => ResultStatements.Find(connection, key));

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredResult>> FindByPrefixAsync(string prefix, int limit, CancellationToken cancellation = default) =>
        Read(connection => ResultStatements.FindByPrefix(connection, prefix, limit));

    /// <inheritdoc/>
    public Task StoreAsync(StoredResult result, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        return queue.WriteAsync(
            connection =>
            {
                ResultStatements.Store(connection, result);
                return true;
            },
            isResult: true);
    }

    /// <inheritdoc/>
    public async Task<ResultClaim?> TryClaimAsync(string key, CancellationToken cancellation = default)
    {
        ResultClaim? taken = null;
        try
        {
            return await queue.WriteAsync(
                connection =>
                {
                    // Whoever comes next in the same commit has to see it. A commit that failed is tried once more.
                    own.Remove(taken);
                    taken = Take(connection, key, isElsewhere: false, OwnLeases.Length);
                    own.Add(taken);
                    return taken;
                },
                isResult: false,
                isDurable: false).ConfigureAwait(false);
        }
        catch
        {
            own.Remove(taken);
            throw;
        }
    }

    /// <summary>Takes a key for one on another machine, whose life cannot be seen from here.</summary>
    /// <param name="lease">How long the claim stands unless it is renewed; five minutes at most.</param>
    /// <returns>Null while another holds it.</returns>
    public Task<ResultClaim?> TryClaimAsync(string key, TimeSpan lease) =>
        queue.WriteAsync(connection => Take(connection, key, isElsewhere: true, lease), isResult: false, isDurable: false);

    /// <summary>Renews claims that were taken with a lease; those that were lost stay so.</summary>
    public Task RenewAsync(IReadOnlyList<ResultClaim> claims, TimeSpan lease) => queue.WriteAsync(
        connection =>
        {
            ClaimStatements.Renew(connection, claims, EndOf(lease));
            return true;
        },
        isResult: false,
        isDurable: false);

    /// <inheritdoc/>
    public Task<bool> StoreAsync(StoredResult result, ResultClaim claim, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(claim);
        return EndAsync(
            claim,
            connection =>
            {
                if (!ClaimStatements.End(connection, claim))
                {
                    return false;
                }

                ResultStatements.Store(connection, result);
                return true;
            },
            isResult: true);
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(ResultClaim claim, CancellationToken cancellation = default) =>
        EndAsync(claim, connection => ClaimStatements.End(connection, claim), isResult: false);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredResult>> FindProducersAsync(string artifact, CancellationToken cancellation = default) =>
        Read(connection => ResultStatements.FindProducers(connection, artifact));

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredResult>> DropDerivedAsync(string artifact, CancellationToken cancellation = default) =>
        queue.WriteAsync(connection => ResultStatements.DropDerived(connection, artifact), isResult: true);

    /// <summary>Every artifact that a stored result used or made, sorted.</summary>
    public Task<IReadOnlyList<string>> ArtifactsAsync() => Read(ResultStatements.Artifacts);

    /// <summary>Every artifact that a call of this run used or made, sorted.</summary>
    public async Task<IReadOnlyList<string>> ArtifactsOfRunAsync(string runId)
    {
        await FlushAsync().ConfigureAwait(false);
        return await Read(connection => ResultStatements.ArtifactsOfRun(connection, runId)).ConfigureAwait(false);
    }

    /// <summary>The calls of a run in the order in which they started, with those that other processes have committed.</summary>
    public async Task<IReadOnlyList<LoggedCall>> CallsOfRunAsync(string runId)
    {
        await FlushAsync().ConfigureAwait(false);
        return await Read(connection => SqliteCallLog.OfRun(connection, runId)).ConfigureAwait(false);
    }

    /// <summary>A part of the calls of a run, the newest first, with those that other processes have committed.</summary>
    /// <param name="function">Of this function alone; null for all.</param>
    /// <param name="outcome">That ended so; null for all.</param>
    /// <param name="skip">How many newer ones to pass over.</param>
    /// <param name="take">How many at most.</param>
    /// <returns>The calls, and how many there are in all.</returns>
    public async Task<(IReadOnlyList<LoggedCall> Calls, int Total)> NewestCallsOfRunAsync(string runId, string? function, CallOutcome? outcome, int skip, int take)
    {
        await FlushAsync().ConfigureAwait(false);
        return await Read(connection => SqliteCallLog.NewestOfRun(connection, runId, function, outcome, skip, take)).ConfigureAwait(false);
    }

    /// <summary>The results of a run's calls of one function, the newest first, up to and with the first that fits: what came last is read without what came before.</summary>
    /// <param name="isLast">Whether nothing older is wanted.</param>
    public Task<IReadOnlyList<StoredResult>> ResultsOfRunAsync(string runId, string function, Predicate<StoredResult> isLast)
    {
        ArgumentNullException.ThrowIfNull(isLast);
        return Read<IReadOnlyList<StoredResult>>(connection =>
        {
            List<StoredResult> newest = [];
            foreach (StoredResult result in ResultStatements.OfRunNewestFirst(connection, runId, function))
            {
                newest.Add(result);
                if (isLast(result))
                {
                    break;
                }
            }

            return newest;
        });
    }

    /// <summary>Waits until all lines of the call log up to here are on the disk.</summary>
    public Task FlushAsync() => queue.WriteAsync(_ => true, isResult: false);

    /// <summary>Writes out what is waiting, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await own.DisposeAsync().ConfigureAwait(false);
        await queue.DisposeAsync().ConfigureAwait(false);
        await reader.DisposeAsync().ConfigureAwait(false);
        holder.Dispose();
    }

    /// <summary>A seam for tests of full disks.</summary>
    internal Task ExecuteAsync(string sql) => queue.WriteAsync(connection => connection.Execute(sql), isResult: false);

    private ResultClaim? Take(SqliteConnection connection, string key, bool isElsewhere, TimeSpan lease) =>
        ClaimStatements.TryTake(connection, key, isElsewhere ? "" : holder.Take(), Lives, time.GetUtcNow().ToUnixTimeMilliseconds(), EndOf(lease));

    // One of this process that nobody here works under is left from an end that could not be written.
    private bool Lives(ResultClaim claim, string by) => holder.Is(by) ? own.Contains(claim) : holder.Lives(by);

    /// <summary>Ends a claim for this process whether or not that can be written; not before, or another part of it would take the key first.</summary>
    private async Task<bool> EndAsync(ResultClaim claim, Func<SqliteConnection, bool> end, bool isResult)
    {
        try
        {
            return await queue.WriteAsync(end, isResult, isDurable: isResult).ConfigureAwait(false);
        }
        finally
        {
            own.Remove(claim);
        }
    }

    private long EndOf(TimeSpan lease) => (time.GetUtcNow() + lease).ToUnixTimeMilliseconds();

    private static SqliteConnection Connect(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    // SQLite is synchronous, and a read takes microseconds: a thread of its own would cost more than it gives.
    private Task<T> Read<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            lock (reading)
            {
                return Task.FromResult(read(reader));
            }
        }
        catch (SqliteException e)
        {
            return Task.FromException<T>(SqliteErrors.Explain(path, e));
        }
    }
}
