using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tapir.Host.State;

namespace Tapir.Host.Examples;

/// <summary>Looks into an index of examples. Thread-safe: every question has a connection of its own.</summary>
internal sealed class ExampleIndex(string path)
{
    /// <summary>A page of what a query asks for, in the order of the rounds.</summary>
    /// <exception cref="OperationCanceledException">It was given up, in the middle of SQLite's work too.</exception>
    public Task<ExamplePage> FindAsync(ExampleQuery query, CancellationToken cancellation) => AskAsync(
        connection =>
        {
            if (ExampleFilter.Of(query, connection) is not { } filter)
            {
                return ExamplePage.Empty;
            }

            bool isBackwards = query.Before is not null;
            int size = Math.Clamp(query.PageSize, 1, ExampleQuery.LargestPage);
            List<long> positions = [.. connection.Query<long>(filter.Page(isBackwards, size + 1), filter.Values)];
            bool goesOn = positions.Count > size;
            positions = [.. positions.Take(size)];
            if (isBackwards)
            {
                positions.Reverse();
            }

            // What fits on one page has been counted by showing it.
            bool isAll = !goesOn && query is { After: null, Before: null };
            (long found, bool hasMore) = isAll ? (positions.Count, false) : Count(filter, query, connection);
            IReadOnlyList<ExampleItem> items = ExampleRows.Read(connection, positions);
            bool hasBefore = isBackwards ? goesOn : query.After is > 0;
            bool hasAfter = isBackwards || goesOn;
            return new ExamplePage(
                items,
                hasBefore ? positions.Count > 0 ? positions[0] : query.After + 1 : null,
                hasAfter ? positions.Count > 0 ? positions[^1] : query.Before - 1 : null,
                found)
            {
                HasMore = hasMore,
            };
        },
        cancellation);

    /// <summary>What there is to filter by.</summary>
    public Task<ExampleFacets> FacetsAsync(CancellationToken cancellation) => AskAsync(
        connection => new ExampleFacets(
            [.. connection.Query<long>("SELECT round FROM rounds ORDER BY round").Select(round => (int)round)],
            [.. connection.Query<string>("SELECT DISTINCT name FROM counts JOIN tasks ON tasks.id = counts.task").Order(StringComparer.Ordinal)],
            connection.ExecuteScalar<long>("SELECT coalesce(sum(count), 0) FROM counts"),
            connection.ExecuteScalar<double>("SELECT value FROM facts WHERE name = 'threshold'")),
        cancellation);

    /// <summary>How the judge's scores stand to what is known without it, label by label.</summary>
    public Task<IReadOnlyList<LabelJudging>> JudgingAsync(CancellationToken cancellation) => AskAsync<IReadOnlyList<LabelJudging>>(
        connection => [.. connection
            .Query<(string Task, long Judged, long Graded, long Compared, long Low, long High, long Moved)>(
                "SELECT name, judged, graded, compared, low, high, moved FROM judging JOIN tasks ON tasks.id = judging.task")
            .Select(row => new LabelJudging(row.Task, row.Judged, row.Graded, row.Compared, row.Low, row.High, row.Moved))
            .OrderBy(label => label.Task, StringComparer.Ordinal)],
        cancellation);

    private static (long Found, bool HasMore) Count(ExampleFilter filter, ExampleQuery query, SqliteConnection connection)
    {
        if (query is { Selected: null, Unscored: null, OnlyDisagreements: false, Search: null or "" })
        {
            return (connection.ExecuteScalar<long>(ExampleFilter.CountOfWhole, filter.Values), false);
        }

        long counted = connection.ExecuteScalar<long>(filter.Count(ExamplePage.MostCounted + 1), filter.Values);
        return (Math.Min(counted, ExamplePage.MostCounted), counted > ExamplePage.MostCounted);
    }

    private Task<T> AskAsync<T>(Func<SqliteConnection, T> ask, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            // A search that nobody waits for any more, because the next letter was typed, is not carried to its end.
            using CancellationTokenRegistration giveUp = cancellation.Register(() => GiveUp(connection));
            try
            {
                connection.Open();
                return ask(connection);
            }
            catch (SqliteException problem) when (problem.SqliteErrorCode == raw.SQLITE_INTERRUPT)
            {
                throw new OperationCanceledException(problem.Message, problem, cancellation);
            }
            catch (SqliteException problem)
            {
                // Derived data: without it the next look builds it again.
                File.Delete(path);
                throw new StateException($"The index of examples '{path}' could not be read ({problem.Message}) and was removed; it is built again now.", problem);
            }
        },
        cancellation);

    private static void GiveUp(SqliteConnection connection)
    {
        if (connection.Handle is { } handle)
        {
            raw.sqlite3_interrupt(handle);
        }
    }
}
