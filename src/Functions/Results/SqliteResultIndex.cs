using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tapir.Functions;

/// <summary>The result index and the call log in one SQLite file, <c>results.db</c>. Thread-safe; several processes on one machine may share the file, never
/// over a network share.</summary>
public sealed class SqliteResultIndex : IResultIndex, IAsyncDisposable
{
    private readonly ResultsFile file;
    private readonly ClaimBook claims;
    private readonly CallRecords calls;

    private SqliteResultIndex(ResultsFile file, TimeProvider time, ILogger logger)
    {
        this.file = file;
        claims = new ClaimBook(file, time);
        calls = new CallRecords(file);
        CallLog = new SqliteCallLog(file.Queue, logger);
    }

    /// <value>Give this to the runner as an observer, and calls are kept.</value>
    public ICallObserver CallLog { get; }

    /// <summary>Opens the index, and creates it where there is none.</summary>
    /// <exception cref="ResultIndexException">It cannot be opened, or a newer Tapir wrote it.</exception>
    public static SqliteResultIndex Open(string path, TimeProvider? time = null, ILogger<SqliteResultIndex>? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        TimeProvider clock = time ?? TimeProvider.System;
        return new SqliteResultIndex(ResultsFile.Open(Path.GetFullPath(path), clock), clock, logger ?? NullLogger<SqliteResultIndex>.Instance);
    }

    /// <inheritdoc/>
    public Task<StoredResult?> FindAsync(string key, CancellationToken cancellation = default) => file.ReadAsync(connection => ResultStatements.Find(connection, key));

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredResult>> FindByPrefixAsync(string prefix, int limit, CancellationToken cancellation = default) =>
        file.ReadAsync(connection => ResultStatements.FindByPrefix(connection, prefix, limit));

    /// <inheritdoc/>
    public Task StoreAsync(StoredResult result, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        return file.Queue.WriteAsync(
            connection =>
            {
                ResultStatements.Store(connection, result);
                return true;
            },
            isResult: true);
    }

    /// <inheritdoc/>
    public Task<ResultClaim?> TryClaimAsync(string key, CancellationToken cancellation = default) => claims.TryTakeAsync(key);

    /// <summary>Takes a key for one on another machine, whose life cannot be seen from here.</summary>
    /// <param name="lease">How long the claim stands unless it is renewed; five minutes at most.</param>
    /// <returns>Null while another holds it.</returns>
    public Task<ResultClaim?> TryClaimAsync(string key, TimeSpan lease) => claims.TryTakeAsync(key, lease);

    /// <summary>Renews claims that were taken with a lease; those that were lost stay so.</summary>
    public Task RenewAsync(IReadOnlyList<ResultClaim> claims, TimeSpan lease) => this.claims.RenewAsync(claims, lease);

    /// <inheritdoc/>
    public Task WaitForClaimAsync(string key, CancellationToken cancellation = default) => claims.WaitAsync(key, cancellation);

    /// <inheritdoc/>
    public Task<bool> StoreAsync(StoredResult result, ResultClaim claim, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(claim);
        return claims.StoreAsync(result, claim);
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(ResultClaim claim, CancellationToken cancellation = default) => claims.ReleaseAsync(claim);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredResult>> FindProducersAsync(string artifact, CancellationToken cancellation = default) =>
        file.ReadAsync(connection => ResultStatements.FindProducers(connection, artifact));

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredResult>> DropDerivedAsync(string artifact, CancellationToken cancellation = default) =>
        file.Queue.WriteAsync(connection => ResultStatements.DropDerived(connection, artifact), isResult: true);

    /// <summary>Every artifact that a stored result used or made, sorted.</summary>
    public Task<IReadOnlyList<string>> ArtifactsAsync() => file.ReadAsync(ResultStatements.Artifacts);

    /// <summary>Every artifact that a call of this run used or made, sorted.</summary>
    public Task<IReadOnlyList<string>> ArtifactsOfRunAsync(string runId) => calls.ArtifactsOfRunAsync(runId);

    /// <summary>The calls of a run in the order in which they started, with those that other processes have committed.</summary>
    public Task<IReadOnlyList<LoggedCall>> CallsOfRunAsync(string runId) => calls.OfRunAsync(runId);

    /// <summary>A part of the calls of a run, the newest first, with those that other processes have committed.</summary>
    /// <param name="function">Of this function alone; null for all.</param>
    /// <param name="outcome">That ended so; null for all.</param>
    /// <param name="skip">How many newer ones to pass over.</param>
    /// <param name="take">How many at most.</param>
    /// <returns>The calls, and how many there are in all.</returns>
    public Task<(IReadOnlyList<LoggedCall> Calls, int Total)> NewestCallsOfRunAsync(string runId, string? function, CallOutcome? outcome, int skip, int take) =>
        calls.NewestOfRunAsync(runId, function, outcome, skip, take);

    /// <summary>The results of a run's calls of one function, the newest first, up to and with the first that fits: what came last is read without what came before.</summary>
    /// <param name="isLast">Whether nothing older is wanted.</param>
    public Task<IReadOnlyList<StoredResult>> ResultsOfRunAsync(string runId, string function, Predicate<StoredResult> isLast)
    {
        ArgumentNullException.ThrowIfNull(isLast);
        return file.ReadAsync(connection => ResultStatements.NewestOfRun(connection, runId, function, isLast));
    }

    /// <summary>Waits until all lines of the call log up to here are on the disk.</summary>
    public Task FlushAsync() => calls.FlushAsync();

    /// <summary>Writes out what is waiting, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await claims.DisposeAsync().ConfigureAwait(false);
        await file.DisposeAsync().ConfigureAwait(false);
        claims.EndLife();
    }

    /// <summary>A seam for tests of full disks.</summary>
    internal Task ExecuteAsync(string sql) => file.Queue.WriteAsync(connection => connection.Execute(sql), isResult: false);
}
