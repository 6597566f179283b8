using Microsoft.Data.Sqlite;
using Tapir.Teachers.Budgets;

namespace Tapir.Teachers.Ledger;

/// <summary>The record of what was asked of chat models and what they answered: an intent is committed before a call is sent, the response the moment it
/// arrives. The same request is never paid for twice. Nothing is ever evicted.</summary>
/// <remarks>Thread-safe. Several processes may have one file open; each has one writer, and readers never wait. An intent without a response (the process was
/// killed, the call timed out) counts as spent with all it had reserved, and the request is made again when asked again.</remarks>
public sealed class ResponseLedger : IResponseLedger, IAsyncDisposable
{
    private readonly LedgerWriter writer;
    private readonly ReaderPool readers;

    private ResponseLedger(string path, TimeProvider time)
    {
        Path = path;
        writer = new LedgerWriter(path, time);
        readers = new ReaderPool(path);
    }

    /// <summary>The database file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public LedgerFlights Flights { get; } = new();

    /// <summary>Opens the ledger, or makes a new one. The folder must exist.</summary>
    /// <exception cref="LedgerException">The file cannot be opened, is no ledger, or is of a newer version.</exception>
    public static ResponseLedger Open(string path, TimeProvider time) => new(path, time);

    /// <summary>The recorded response to a request, or null where there is none.</summary>
    public RecordedResponse? Find(LedgerKey key) => readers.Read(reader => reader.Responses.Find(key));

    /// <inheritdoc/>
    public ValueTask<RecordedResponse?> FindAsync(LedgerKey key, CancellationToken cancellation) => ValueTask.FromResult(Find(key));

    /// <summary>Sets the run's limits, which hold from the next call on, in every process.</summary>
    public Task SetBudgetAsync(string run, BudgetLimits limits)
    {
        BudgetWrite write = new(run, limits);
        writer.Post(write);
        return write.Done;
    }

    /// <summary>The run's limits; none where none were set.</summary>
    public BudgetLimits BudgetOf(string run) => readers.Read(reader =>
    {
        using SqliteCommand command = reader.Connection.CreateCommand();
        command.CommandText = "SELECT calls, tokens, nano_money FROM budgets WHERE run = $run";
        command.Parameters.AddWithValue("$run", run);
        using SqliteDataReader row = command.ExecuteReader();
        return row.Read() ? BudgetRow.Read(row) : BudgetLimits.None;
    });

    /// <summary>Whether anything was ever asked on a run's account, or a budget set for it. What was spent counts for the id for ever.</summary>
    public bool Knows(string run) => readers.Read(reader =>
    {
        using SqliteCommand command = reader.Connection.CreateCommand();
        command.CommandText = "SELECT EXISTS (SELECT 1 FROM scopes WHERE run = $run) OR EXISTS (SELECT 1 FROM budgets WHERE run = $run)";
        command.Parameters.AddWithValue("$run", run);
        return (long)command.ExecuteScalar()! != 0;
    });

    /// <summary>What the run has spent as its budget counts it: unanswered calls with all they reserved.</summary>
    public Spending SpentBy(string run) => TotalsOf(run).Aggregate(
        default(Spending),
        (sum, t) => sum + new Spending(t.Calls, t.InputTokens + t.OutputTokens + t.ReservedTokens, t.Cost + t.ReservedCost));

    /// <summary>The run's totals by function and model, in the order of their names.</summary>
    public IReadOnlyList<CallTotals> TotalsOf(string run) => readers.Read(reader =>
    {
        using SqliteCommand command = reader.Connection.CreateCommand();
        command.CommandText =
            "SELECT s.function, s.model, t.calls, t.unanswered, t.hits, t.input_tokens, t.output_tokens, t.reserved_tokens, t.nano_cost, t.reserved_nano_cost "
            + "FROM scopes s JOIN totals t ON t.scope = s.id WHERE s.run = $run ORDER BY s.function, s.model";
        command.Parameters.AddWithValue("$run", run);
        using SqliteDataReader row = command.ExecuteReader();
        List<CallTotals> totals = [];
        while (row.Read())
        {
            totals.Add(new CallTotals(
                run,
                row.GetString(0),
                row.GetString(1),
                row.GetInt64(2),
                row.GetInt64(3),
                row.GetInt64(4),
                row.GetInt64(5),
                row.GetInt64(6),
                row.GetInt64(7),
                Reservation.ToMoney(row.GetInt64(8)),
                Reservation.ToMoney(row.GetInt64(9))));
        }

        return totals;
    });

    /// <summary>What the run's answered calls cost, by when the answers came.</summary>
    /// <param name="after">Only calls after this one, as <see cref="SpentSpan.LastCall"/> names it; 0 for all.</param>
    /// <param name="every">How long a span is.</param>
    /// <returns>In the order of time; spans in which nothing was answered are left out.</returns>
    public IReadOnlyList<SpentSpan> SpentOverTime(string run, long after, TimeSpan every) => readers.Read(reader => SpentSpans.Read(reader.Connection, run, after, every));

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync().ConfigureAwait(false);
        readers.Dispose();
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetExceededException">The call could go over the budget.</exception>
    public async Task<Admission> BeginAsync(LedgerKey key, CallAccount account, Reservation reservation, CancellationToken cancellation)
    {
        IntentWrite write = new(key, account, reservation, cancellation);
        writer.Post(write);
        // Always answered by the writer, also when cancelled: an intent must not be admitted behind its caller's back.
        using CancellationTokenRegistration wake = cancellation.Register(writer.Wake);
        return await write.Done.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<RecordedResponse> RecordAsync(
        Admitted admitted, LedgerKey key, CallAccount account, Reservation reservation, RecordedResponse response, decimal cost) =>
        RecordAsync(admitted, key, account, reservation, response, cost, hasLanded: false);

    /// <inheritdoc/>
    public Task EndAsync(Admitted admitted, CallAccount account, Reservation reservation, UnansweredEnd end)
    {
        ArgumentNullException.ThrowIfNull(admitted);
        EndWrite write = new(admitted.Intent, account, reservation, end);
        writer.Post(write);
        return write.Done;
    }

    /// <inheritdoc/>
    public void CountHit(CallAccount account) => writer.Post(new HitWrite(account));

    /// <param name="hasLanded">Whether this process does not count the call as in flight (any more).</param>
    /// <inheritdoc cref="RecordAsync(Admitted, LedgerKey, CallAccount, Reservation, RecordedResponse, decimal)"/>
    internal Task<RecordedResponse> RecordAsync(
        Admitted admitted, LedgerKey key, CallAccount account, Reservation reservation, RecordedResponse response, decimal cost, bool hasLanded)
    {
        ResponseWrite write = new(admitted.Intent, key, account, reservation, response, Reservation.ToNano(cost)) { HasLanded = hasLanded };
        writer.Post(write);
        return write.Done;
    }
}
