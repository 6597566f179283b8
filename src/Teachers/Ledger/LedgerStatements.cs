using Microsoft.Data.Sqlite;
using Tapir.Teachers.Budgets;

namespace Tapir.Teachers.Ledger;

/// <summary>The prepared statements of the writing connection.</summary>
internal sealed class LedgerStatements : IDisposable
{
    private readonly SqliteCommand begin;
    private readonly SqliteCommand commit;
    private readonly SqliteCommand rollback;
    private readonly SqliteCommand insertIntent;
    private readonly SqliteCommand insertResponse;
    private readonly SqliteCommand isBooked;
    private readonly SqliteCommand insertEnd;
    private readonly SqliteCommand setOutdone;
    private readonly SqliteCommand addTotals;
    private readonly SqliteCommand ensureScope;
    private readonly SqliteCommand spentByRun;
    private readonly SqliteCommand budgetOfRun;
    private readonly SqliteCommand setBudget;

    public LedgerStatements(SqliteConnection connection)
    {
        begin = Prepare(connection, "BEGIN IMMEDIATE");
        commit = Prepare(connection, "COMMIT");
        rollback = Prepare(connection, "ROLLBACK");
        insertIntent = Prepare(
            connection,
            "INSERT INTO intents (key, scope, reserved_tokens, reserved_nano_cost, committed_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
            5);
        insertResponse = Prepare(
            connection,
            "INSERT INTO responses (intent, key, text, finish_reason, model, input_tokens, output_tokens, nano_cost, received_at, raw) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (key) DO NOTHING",
            10);
        isBooked = Prepare(
            connection, "SELECT EXISTS (SELECT 1 FROM responses WHERE intent = $1) OR EXISTS (SELECT 1 FROM ends WHERE intent = $1 AND charged = 2)", 1);
        insertEnd = Prepare(connection, "INSERT OR IGNORE INTO ends (intent, charged, ended_at) VALUES ($1, $2, $3)", 3);
        setOutdone = Prepare(connection, "INSERT INTO ends (intent, charged, ended_at) VALUES ($1, 2, $2) ON CONFLICT (intent) DO UPDATE SET charged = 2", 2);
        addTotals = Prepare(
            connection,
            "UPDATE totals SET calls = calls + $2, unanswered = unanswered + $3, hits = hits + $4, input_tokens = input_tokens + $5, "
            + "output_tokens = output_tokens + $6, reserved_tokens = reserved_tokens + $7, nano_cost = nano_cost + $8, "
            + "reserved_nano_cost = reserved_nano_cost + $9 WHERE scope = $1",
            9);
        ensureScope = Prepare(
            connection,
            "INSERT OR IGNORE INTO scopes (run, function, model) VALUES ($1, $2, $3); "
            + "INSERT OR IGNORE INTO totals (scope) SELECT id FROM scopes WHERE run = $1 AND function = $2 AND model = $3; "
            + "SELECT id FROM scopes WHERE run = $1 AND function = $2 AND model = $3",
            3);
        spentByRun = Prepare(
            connection,
            "SELECT coalesce(sum(calls), 0), coalesce(sum(input_tokens + output_tokens + reserved_tokens), 0), "
            + "coalesce(sum(nano_cost + reserved_nano_cost), 0) FROM totals WHERE scope IN (SELECT id FROM scopes WHERE run = $1)",
            1);
        budgetOfRun = Prepare(connection, "SELECT calls, tokens, nano_money FROM budgets WHERE run = $1", 1);
        setBudget = Prepare(connection, "INSERT OR REPLACE INTO budgets (run, calls, tokens, nano_money) VALUES ($1, $2, $3, $4)", 4);
        Responses = new ResponseReader(connection);
    }

    public ResponseReader Responses { get; }

    public void Begin() => begin.ExecuteNonQuery();

    public void Commit() => commit.ExecuteNonQuery();

    public void Rollback() => rollback.ExecuteNonQuery();

    public long ScopeOf(CallAccount account) => (long)Bind(ensureScope, account.Run, account.Function, account.Model).ExecuteScalar()!;

    public long InsertIntent(LedgerKey key, long scope, Reservation reservation, long now) =>
        (long)Bind(insertIntent, key.ToBytes(), scope, reservation.Tokens, reservation.NanoCost, now).ExecuteScalar()!;

    /// <summary>Whether this response is now the one on record; false where the key already has one.</summary>
    public bool InsertResponse(ResponseWrite write, long now)
    {
        RecordedResponse r = write.Response;
        return Bind(
            insertResponse,
            write.Intent,
            write.Key.ToBytes(),
            r.Text,
            (object?)r.FinishReason ?? DBNull.Value,
            (object?)r.Model ?? DBNull.Value,
            r.InputTokens,
            r.OutputTokens,
            write.NanoCost,
            now,
            r.Raw.IsEmpty ? DBNull.Value : r.Raw.ToArray()).ExecuteNonQuery() > 0;
    }

    /// <summary>Whether an answer to this very intent is in the totals, be it the one on record or not.</summary>
    public bool IsBooked(long intent) => (long)Bind(isBooked, intent).ExecuteScalar()! != 0;

    /// <summary>Marks an intent whose answer was paid for, and is not the one on record.</summary>
    public void SetOutdone(long intent, long now) => Bind(setOutdone, intent, now).ExecuteNonQuery();

    /// <summary>Whether this is how the call ended; false where its end is on record already.</summary>
    public bool InsertEnd(long intent, UnansweredEnd end, long now) =>
        Bind(insertEnd, intent, end == UnansweredEnd.MayBeCharged ? 1L : 0L, now).ExecuteNonQuery() > 0;

    public void AddTotals(long scope, TotalsChange c) =>
        Bind(addTotals, scope, c.Calls, c.Unanswered, c.Hits, c.InputTokens, c.OutputTokens, c.ReservedTokens, c.NanoCost, c.ReservedNanoCost).ExecuteNonQuery();

    public Spending SpentBy(string run)
    {
        using SqliteDataReader row = Bind(spentByRun, run).ExecuteReader();
        row.Read();
        return new Spending(row.GetInt64(0), row.GetInt64(1), Reservation.ToMoney(row.GetInt64(2)));
    }

    public BudgetLimits BudgetOf(string run)
    {
        using SqliteDataReader row = Bind(budgetOfRun, run).ExecuteReader();
        return row.Read() ? BudgetRow.Read(row) : BudgetLimits.None;
    }

    public void SetBudget(string run, BudgetLimits limits) => Bind(
        setBudget,
        run,
        (object?)limits.Calls ?? DBNull.Value,
        (object?)limits.Tokens ?? DBNull.Value,
        limits.Money is { } money ? (long)Math.Floor(money * 1_000_000_000m) : DBNull.Value).ExecuteNonQuery();

    public void Dispose()
    {
        foreach (SqliteCommand command in (SqliteCommand[])
            [begin, commit, rollback, insertIntent, insertResponse, isBooked, insertEnd, setOutdone, addTotals, ensureScope, spentByRun, budgetOfRun, setBudget])
        {
            command.Dispose();
        }

        Responses.Dispose();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters = 0)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is a constant above; values are bound
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 1; i <= parameters; i++)
        {
            command.Parameters.AddWithValue("$" + i, DBNull.Value);
        }

        command.Prepare();
        return command;
    }

    private static SqliteCommand Bind(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }
}
