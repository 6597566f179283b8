using Google.Protobuf;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Grpc;

/// <summary>Cuts an orchestration's answer into parts that fit into a message.</summary>
internal static class AnswerParts
{
    // Room for a part's own fields and for the tag and length of each action in it.
    private const int Overhead = 1024;

    /// <param name="answer">The whole answer.</param>
    /// <param name="limit">Greatest size of a message, in bytes.</param>
    /// <returns>One or more messages. An answer with an action that fits into none is replaced by the orchestration's failure.</returns>
    public static IReadOnlyList<OrchestratorResponse> Of(OrchestratorResponse answer, int limit)
    {
        if (answer.CalculateSize() <= limit)
        {
            return [answer];
        }

        int room = limit - Overhead - (answer.CustomStatus is { } status ? System.Text.Encoding.UTF8.GetByteCount(status) : 0);
        if (room <= 0 || answer.Actions.Count == 0)
        {
            return [Failure(answer, answer.Actions.FirstOrDefault()?.Id ?? 0, $"The custom status is {limit - Overhead - room:N0} bytes long", limit)];
        }

        if (answer.Actions.FirstOrDefault(action => SizeOf(action) > room) is { } tooLarge)
        {
            return [Failure(answer, tooLarge.Id, $"Decision #{tooLarge.Id} ({tooLarge.OrchestratorActionTypeCase}) is {tooLarge.CalculateSize():N0} bytes long", limit)];
        }

        List<OrchestratorResponse> parts = [];
        int used = room + 1;
        foreach (OrchestratorAction action in answer.Actions)
        {
            int size = SizeOf(action);
            if (used + size > room)
            {
                parts.Add(Part(answer, parts.Count));
                used = 0;
            }

            parts[^1].Actions.Add(action);
            used += size;
        }

        MarkLast(parts[^1]);
        return parts;
    }

    private static int SizeOf(OrchestratorAction action)
    {
        int size = action.CalculateSize();
        return size + CodedOutputStream.ComputeLengthSize(size) + 1;
    }

#pragma warning disable CS0612 // The two fields of parts are marked deprecated in the protocol and are still sent.
    private static OrchestratorResponse Part(OrchestratorResponse answer, int index) => new()
    {
        InstanceId = answer.InstanceId,
        CompletionToken = answer.CompletionToken,
        CustomStatus = answer.CustomStatus,
        IsPartial = true,
        ChunkIndex = index,
        NumEventsProcessed = index == 0 ? null : 0,
    };

    private static void MarkLast(OrchestratorResponse part) => part.IsPartial = false;
#pragma warning restore CS0612

    private static OrchestratorResponse Failure(OrchestratorResponse answer, int id, string what, int limit)
    {
        string message = $"{what}; a message holds {limit:N0}. Keep large values outside the orchestration and pass references to them.";
        return new()
        {
            InstanceId = answer.InstanceId,
            CompletionToken = answer.CompletionToken,
            Actions =
            {
                new OrchestratorAction
                {
                    Id = id,
                    CompleteOrchestration = new()
                    {
                        OrchestrationStatus = OrchestrationStatus.Failed,
                        Result = message,
                        FailureDetails = new() { ErrorType = typeof(InvalidOperationException).FullName, ErrorMessage = message, IsNonRetriable = true },
                    },
                },
            },
        };
    }
}
