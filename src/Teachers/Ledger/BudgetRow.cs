using Microsoft.Data.Sqlite;
using Tapir.Teachers.Budgets;

namespace Tapir.Teachers.Ledger;

/// <summary>Reads calls, tokens and money of a row of the budgets table.</summary>
internal static class BudgetRow
{
    public static BudgetLimits Read(SqliteDataReader row) => new(
        row.IsDBNull(0) ? null : row.GetInt64(0),
        row.IsDBNull(1) ? null : row.GetInt64(1),
        row.IsDBNull(2) ? null : Reservation.ToMoney(row.GetInt64(2)));
}
