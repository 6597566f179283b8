using System.Globalization;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Tapir.Host.Examples;

/// <summary>A query as SQL. The full-text index leads where it can: it gives what it finds in the order of the positions, so that a page costs what it shows.</summary>
internal sealed class ExampleFilter
{
    /// <summary>Counts what is asked for by round, kind and task alone.</summary>
    public const string CountOfWhole =
        """
        SELECT coalesce(sum(count), 0) FROM counts
        WHERE (@round IS NULL OR round = @round) AND (@kind IS NULL OR kind = @kind) AND (@task IS NULL OR task = @task)
        """;

    private readonly string source;
    private readonly string position;
    private readonly List<string> conditions = [];

    private ExampleFilter(SearchTerms terms)
    {
        if (terms.Match is { } match)
        {
            source = "search CROSS JOIN items i ON i.id = search.rowid";
            position = "search.rowid";
            Where("search MATCH @match", "@match", match);
        }
        else
        {
            source = "items i";
            position = "i.id";
        }

        foreach ((string piece, int at) in terms.Compared.Select((piece, at) => (piece, at)))
        {
            string like = $"@like{at.ToString(CultureInfo.InvariantCulture)}";
            Where(
                $"""
                EXISTS (SELECT 1 FROM examples e LEFT JOIN answers b ON b.id = i.before LEFT JOIN answers a ON a.id = i.after WHERE e.id = i.example
                AND (e.instruction LIKE {like} ESCAPE '\' OR e.response LIKE {like} ESCAPE '\' OR b.text LIKE {like} ESCAPE '\' OR a.text LIKE {like} ESCAPE '\'))
                """,
                like,
                $"%{piece.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%");
        }
    }

    public DynamicParameters Values { get; } = new();

    /// <returns>Null where nothing can be like that: the run has no such round or task.</returns>
    public static ExampleFilter? Of(ExampleQuery query, SqliteConnection connection)
    {
        SearchText search = SearchText.Read(query.Search);
        ExampleFilter filter = new(SearchTerms.Of(search, connection));
        long? task = query.Task is null ? null : connection.ExecuteScalar<long?>("SELECT id FROM tasks WHERE name = @name", new { name = query.Task });
        (long First, long Last)? round = query.Round is null ? null : connection.QueryFirstOrDefault<(long, long)>("SELECT first, last FROM rounds WHERE round = @round", new { round = query.Round });
        if ((query.Task is not null && task is null) || round is { Last: 0 })
        {
            return null;
        }

        filter.Values.Add("@round", query.Round);
        filter.Values.Add("@kind", (int?)query.Kind);
        filter.Values.Add("@task", task);
        // A round's items lie one after another, so a round is a stretch of positions.
        long first = Math.Max(round?.First ?? 1, (query.After ?? 0) + 1);
        long last = Math.Min(round?.Last ?? long.MaxValue, (query.Before ?? long.MaxValue) - 1);
        filter.Values.Add("@first", first);
        filter.Values.Add("@last", last);
        filter.Values.Add("@wholeFirst", round?.First ?? 1);
        filter.Values.Add("@wholeLast", round?.Last ?? long.MaxValue);
        filter.WhereGiven(task is not null, "i.task = @task");
        filter.WhereGiven(query.Kind is not null, "i.kind = @kind");
        filter.WhereGiven(query.Selected is not null, query.Selected == true ? "i.selected" : "NOT i.selected");
        filter.WhereGiven(query.Unscored is not null, query.Unscored == true ? "i.unscored" : "NOT i.unscored");
        filter.WhereGiven(query.OnlyDisagreements, "i.conflict <> 0");
        return filter;
    }

    /// <summary>Positions of a page.</summary>
    /// <param name="isBackwards">The last first.</param>
    public string Page(bool isBackwards, int most) =>
        $"SELECT {position} FROM {source} WHERE {Sql("@first", "@last")} ORDER BY {position} {(isBackwards ? "DESC" : "ASC")} LIMIT {most.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>How many there are on all pages, up to so many.</summary>
    public string Count(int most) => $"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {Sql("@wholeFirst", "@wholeLast")} LIMIT {most.ToString(CultureInfo.InvariantCulture)})";

    private string Sql(string first, string last)
    {
        StringBuilder sql = new($"{position} >= {first} AND {position} <= {last}");
        foreach (string condition in conditions)
        {
            sql.Append(" AND ").Append(condition);
        }

        return sql.ToString();
    }

    private void Where(string condition, string name, string value)
    {
        conditions.Add(condition);
        Values.Add(name, value);
    }

    private void WhereGiven(bool isGiven, string condition)
    {
        if (isGiven)
        {
            conditions.Add(condition);
        }
    }
}
