using Google.Protobuf.WellKnownTypes;
using Tapir.DurableTask.Wire;
using P = Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Client.Grpc;

/// <summary>Instances and their states to and from the wire. State numbers are the same on both sides.</summary>
internal static class InstanceWire
{
    public static P.OrchestrationStatus Write(OrchestrationRuntimeStatus status) => (P.OrchestrationStatus)status;

    public static OrchestrationMetadata Read(P.OrchestrationState state, DataConverter? converter) => new(state.Name, state.InstanceId)
    {
        DataConverter = converter,
        RuntimeStatus = (OrchestrationRuntimeStatus)state.OrchestrationStatus,
        CreatedAt = state.CreatedTimestamp?.ToDateTimeOffset() ?? default,
        LastUpdatedAt = state.LastUpdatedTimestamp?.ToDateTimeOffset() ?? default,
        SerializedInput = state.Input,
        SerializedOutput = state.Output,
        SerializedCustomStatus = state.CustomStatus,
        FailureDetails = FailureDetailsWire.Read(state.FailureDetails),
        Tags = state.Tags.ToDictionary(tag => tag.Key, tag => tag.Value),
    };

    /// <summary>The states that a start may replace: all but those listed.</summary>
    /// <exception cref="ArgumentException">A listed status is unknown.</exception>
    public static P.OrchestrationIdReusePolicy? ReusePolicy(IReadOnlyList<string>? dedupeStatuses)
    {
        if (dedupeStatuses is null)
        {
            return null;
        }

        HashSet<OrchestrationRuntimeStatus> kept = [.. dedupeStatuses.Select(Parse)];
        P.OrchestrationIdReusePolicy policy = new();
        policy.ReplaceableStatus.AddRange(StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Where(status => !kept.Contains(status)).Select(Write));
        return policy;
    }

    public static Timestamp? Write(DateTimeOffset? time) => time is { } known ? Timestamp.FromDateTimeOffset(known) : null;

    private static OrchestrationRuntimeStatus Parse(string status) =>
        System.Enum.TryParse(status, ignoreCase: true, out OrchestrationRuntimeStatus parsed) && System.Enum.IsDefined(parsed)
            ? parsed
            : throw new ArgumentException($"'{status}' is no orchestration status. Use one of {string.Join(", ", StartOrchestrationOptionsExtensions.ValidDedupeStatuses)}.", nameof(status));
}
