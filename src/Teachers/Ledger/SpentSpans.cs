using Microsoft.Data.Sqlite;

namespace Tapir.Teachers.Ledger;

/// <summary>Reads what a run's answered calls cost over time.</summary>
internal static class SpentSpans
{
    // Calls have no index by run, because each call would have to write it: they are walked in their own order instead, once.
    private const string Walk =
        """
        SELECT r.received_at / $every, max(i.id), sum(r.input_tokens + r.output_tokens), sum(r.nano_cost)
        FROM intents i CROSS JOIN responses r ON r.intent = i.id
        WHERE i.id > $after AND i.scope IN (SELECT id FROM scopes WHERE run = $run)
        GROUP BY 1 ORDER BY 1
        """;

    public static IReadOnlyList<SpentSpan> Read(SqliteConnection connection, string run, long after, TimeSpan every)
    {
        long milliseconds = (long)every.TotalMilliseconds;
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Walk;
        command.Parameters.AddWithValue("$run", run);
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$every", milliseconds);
        using SqliteDataReader row = command.ExecuteReader();
        List<SpentSpan> spans = [];
        while (row.Read())
        {
            spans.Add(new SpentSpan(
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0) * milliseconds), row.GetInt64(1), row.GetInt64(2), Reservation.ToMoney(row.GetInt64(3))));
        }

        return spans;
    }
}
