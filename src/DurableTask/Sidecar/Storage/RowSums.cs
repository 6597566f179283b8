using Microsoft.Data.Sqlite;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>The checksums of rows, in SQL.</summary>
internal static class RowSums
{
    /// <summary>What an instance's checksum covers. Left out is what the hub counts for itself (losses, parked); input and output have checksums of their own, which are covered.</summary>
    public const string Instance = """
        row_checksum(key, id, execution_id, name, version, status, created, updated, completed, scheduled, turn, history_length, history_bytes, parent_id, parent, tags, trace,
            orchestration_trace, failure, custom_status, input_checksum, output_checksum)
        """;

    /// <summary>What an activity's checksum covers; left out is what the hub counts for itself.</summary>
    public const string Activity = "row_checksum(sequence, instance, execution_id, task_id, name, version, request)";

    public const string Timer = "row_checksum(visible_at, sequence, instance, event)";

    /// <summary>Of a row of the history or the inbox.</summary>
    public const string Event = "row_checksum(instance, sequence, event)";

    /// <summary>Teaches a connection the functions that these need.</summary>
    public static void Register(SqliteConnection connection)
    {
        connection.CreateFunction("row_checksum", Checksum.Of, isDeterministic: true);
        connection.CreateFunction("bytes_checksum", (byte[]? bytes) => Checksum.OfBytes(bytes), isDeterministic: true);
    }
}
