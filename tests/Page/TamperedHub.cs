using Dapper;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Sidecar.Storage;
using Tapir.EndToEnd;

namespace Tapir.Page;

/// <summary>A stopped program's hub, whose instances a test makes what it needs; they have their checksums afterwards.</summary>
internal static class TamperedHub
{
    public static SqliteConnection Open(TapirProgram program)
    {
        SqliteConnection hub = new($"Data Source={Path.Combine(program.State, "hub.db")};Pooling=False");
        hub.Open();
        RowSums.Register(hub);
        return hub;
    }

    public static void Seal(SqliteConnection hub, SqliteTransaction? transaction = null)
    {
        hub.Execute("UPDATE instances SET input_checksum = row_checksum(input), output_checksum = row_checksum(output)", transaction: transaction);
        hub.Execute($"UPDATE instances SET checksum = {RowSums.Instance}", transaction: transaction);
    }
}
