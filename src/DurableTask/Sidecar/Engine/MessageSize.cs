using Google.Protobuf;
using Grpc.Core;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>How large a value may be that enters the hub: with its envelope it must fit into the 4 MiB that a stock worker or client receives.</summary>
/// <remarks>A client hears of it at once. A worker would not: one of them only logs that its answer was not taken and leaves the item in its hand, so what it made too large fails
/// with a sentence instead. Answers as a whole may be larger, for not every SDK sends them in parts.</remarks>
internal static class MessageSize
{
    /// <summary>Largest value, in bytes.</summary>
    public const int Largest = (4 << 20) - (48 << 10);

    /// <summary>Largest message that is read at all, in bytes.</summary>
    public const int LargestRead = 128 << 20;

    /// <exception cref="RpcException">ResourceExhausted: the request is too large.</exception>
    public static void Ensure(IMessage request, string instanceId)
    {
        if (request.CalculateSize() > Largest)
        {
            throw Refusals.Because(StatusCode.ResourceExhausted, Sentence($"The request for instance '{Refusals.Shorten(instanceId)}'", request));
        }
    }

    /// <returns>The result, or a failure in its place.</returns>
    public static ActivityResponse OrFailure(ActivityResponse response) => response.CalculateSize() <= Largest
        ? response
        : new ActivityResponse { InstanceId = response.InstanceId, TaskId = response.TaskId, CompletionToken = response.CompletionToken, FailureDetails = Failure("The activity's outcome", response) };

    /// <returns>The end that takes the place of all that was decided in the turn; null when each decision fits.</returns>
    public static OrchestratorAction? RefusalOf(IEnumerable<OrchestratorAction> actions)
    {
        if (actions.FirstOrDefault(action => action.CalculateSize() > Largest) is not { } large)
        {
            return null;
        }

        TaskFailureDetails failure = Failure($"The orchestration's decision #{large.Id} ({large.OrchestratorActionTypeCase})", large);
        return new OrchestratorAction
        {
            Id = large.Id,
            CompleteOrchestration = new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Failed, Result = failure.ErrorMessage, FailureDetails = failure },
        };
    }

    private static TaskFailureDetails Failure(string what, IMessage message) =>
        new() { ErrorType = "MessageTooLarge", ErrorMessage = Sentence(what, message), IsNonRetriable = true };

    private static string Sentence(string what, IMessage message) =>
        $"{what} is {message.CalculateSize():N0} bytes long; a message holds {Largest:N0}. Store large values elsewhere and pass references to them.";
}
