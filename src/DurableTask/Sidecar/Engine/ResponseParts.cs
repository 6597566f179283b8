using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Engine;

internal static class ResponseParts
{
    /// <summary>Whether more parts of this completion follow. The field is marked deprecated and still sent by workers.</summary>
    public static bool IsPartialChunk(this OrchestratorResponse response)
    {
#pragma warning disable CS0612 // The protocol's own workers still use the field.
        return response.IsPartial;
#pragma warning restore CS0612
    }

    /// <summary>The part's place, if the worker says it.</summary>
    public static int? PartIndex(this OrchestratorResponse response)
    {
#pragma warning disable CS0612 // As above.
        return response.ChunkIndex;
#pragma warning restore CS0612
    }
}
