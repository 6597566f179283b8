using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Queries;

/// <summary>The columns of an instance that make up the state a client sees.</summary>
internal static class StateColumns
{
    private const string All = """
        key, id, name, version, status, scheduled, created, updated, completed, execution_id, parent_id, tags, failure, custom_status, input, output
        """;

    private const string WithoutPayloads = """
        key, id, name, version, status, scheduled, created, updated, completed, execution_id, parent_id, tags, NULL, NULL, NULL, NULL
        """;

    /// <summary>How many columns <see cref="Select"/> names.</summary>
    public const int Count = 16;

    /// <summary>Whether a row has its checksums.</summary>
    public static string IsWhole(bool payloads) => payloads
        ? $"checksum IS {RowSums.Instance} AND input_checksum IS row_checksum(input) AND output_checksum IS row_checksum(output)"
        : $"checksum IS {RowSums.Instance}";

    /// <summary>For a SELECT that is read by <see cref="Read"/>; without the payloads their columns are NULL.</summary>
    public static string Select(bool payloads) => payloads ? All : WithoutPayloads;

    public static OrchestrationState Read(SqliteDataReader reader)
    {
        var state = new OrchestrationState
        {
            InstanceId = reader.GetString(1),
            Name = reader.GetString(2),
            Version = reader.TextOrNull(3),
            OrchestrationStatus = (OrchestrationStatus)reader.GetInt32(4),
            ScheduledStartTimestamp = Time(reader.NumberOrNull(5)),
            CreatedTimestamp = Time(reader.GetInt64(6)),
            LastUpdatedTimestamp = Time(reader.GetInt64(7)),
            CompletedTimestamp = Time(reader.NumberOrNull(8)),
            ExecutionId = reader.GetString(9),
            ParentInstanceId = reader.TextOrNull(10),
            CustomStatus = reader.TextOrNull(13),
            Input = reader.TextOrNull(14),
            Output = reader.TextOrNull(15),
        };
        if (reader.BytesOrNull(11) is { } tags)
        {
            state.Tags.Add(ExecutionStartedEvent.Parser.ParseFrom(tags).Tags);
        }

        if (reader.BytesOrNull(12) is { } failure)
        {
            state.FailureDetails = TaskFailureDetails.Parser.ParseFrom(failure);
        }

        return state;
    }

    private static Timestamp? Time(long? ticks) => ticks is { } value ? Timestamp.FromDateTime(new DateTime(value, DateTimeKind.Utc)) : null;
}
