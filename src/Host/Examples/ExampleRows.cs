using Dapper;
using Microsoft.Data.Sqlite;

namespace Tapir.Host.Examples;

/// <summary>Reads whole examples by their positions.</summary>
internal static class ExampleRows
{
    private const string Select =
        """
        SELECT i.id AS Position, e.name AS Name, i.round AS Round, i.kind AS Kind, k.name AS Task, e.family AS Family, e.level AS Level, e.parent AS Parent,
            e.instruction AS Instruction, e.response AS Response, e.exact AS TeacherExact,
            b.text AS Before, b.teacher AS Teacher, b.score AS BeforeScore, b.unscored AS Unscored, b.exact AS BeforeExact,
            a.text AS After, a.score AS AfterScore, a.exact AS AfterExact,
            i.selected AS Selected, i.conflict AS Conflict, i.earlier AS Earlier, t.weight AS Weight
        FROM items i
        JOIN examples e ON e.id = i.example
        JOIN tasks k ON k.id = i.task
        LEFT JOIN answers b ON b.id = i.before
        LEFT JOIN answers a ON a.id = i.after
        LEFT JOIN trained t ON t.round = i.round AND t.example = i.example
        WHERE i.id IN @positions ORDER BY i.id
        """;

    public static IReadOnlyList<ExampleItem> Read(SqliteConnection connection, IReadOnlyList<long> positions)
    {
        if (positions.Count == 0)
        {
            return [];
        }

        Dictionary<string, object> facts = connection.Query<(string Name, object Value)>("SELECT name, value FROM facts").ToDictionary(fact => fact.Name, fact => fact.Value);
        SelectionReason reason = new(Convert.ToDouble(facts["threshold"], System.Globalization.CultureInfo.InvariantCulture), (string)facts["planner"]);
        return [.. connection.Query<ExampleRow>(Select, new { positions }).Select(row => row.ToItem(reason))];
    }
}
