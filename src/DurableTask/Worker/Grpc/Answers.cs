using Grpc.Core;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Grpc;

/// <summary>Sends what came of work items, as often as it takes; the sidecar applies an answer once however often it comes.</summary>
internal sealed class Answers(SidecarConnection connection, GrpcDurableTaskWorkerOptions options, TimeProvider time, ILogger logger)
{
    // A reply that was lost on the way must not hold a finished item for ever; a disk that is slow to commit is no reason to ask again.
    private static readonly TimeSpan ReplyLimit = TimeSpan.FromMinutes(2);

    /// <exception cref="RpcException">The sidecar did not take it.</exception>
    public async Task CompleteAsync(OrchestratorResponse answer, CancellationToken cancellation)
    {
        foreach (OrchestratorResponse part in AnswerParts.Of(answer, options.CompleteOrchestrationWorkItemChunkSizeInBytes))
        {
            await SendAsync(() => connection.Sidecar.CompleteOrchestratorTaskAsync(part, deadline: Deadline, cancellationToken: cancellation).ResponseAsync, cancellation).ConfigureAwait(false);
        }
    }

    /// <exception cref="RpcException">The sidecar did not take it.</exception>
    public Task CompleteAsync(ActivityResponse answer, CancellationToken cancellation)
    {
        ActivityResponse sent = FitsOrFails(answer);
        return SendAsync(() => connection.Sidecar.CompleteActivityTaskAsync(sent, deadline: Deadline, cancellationToken: cancellation).ResponseAsync, cancellation);
    }

    /// <summary>Hands a turn back that this worker cannot answer now. A failure to do so is logged: the sidecar notices by itself when this worker is gone.</summary>
    public Task AbandonTurnAsync(string token, CancellationToken cancellation) => AbandonTurnAsync(token, [], cancellation);

    /// <summary>Hands a turn back that this worker never takes.</summary>
    /// <param name="reason">Why, as a sentence; a sidecar that knows it (<see cref="HandBackReason"/>) does not send the turn here again.</param>
    public Task RefuseTurnAsync(string token, string reason, CancellationToken cancellation) => AbandonTurnAsync(token, Headers(reason), cancellation);

    /// <inheritdoc cref="AbandonTurnAsync(string, CancellationToken)"/>
    public Task AbandonActivityAsync(string token, CancellationToken cancellation) => AbandonActivityAsync(token, [], cancellation);

    /// <inheritdoc cref="RefuseTurnAsync"/>
    public Task RefuseActivityAsync(string token, string reason, CancellationToken cancellation) => AbandonActivityAsync(token, Headers(reason), cancellation);

    /// <value>By the system's clock, which gRPC measures deadlines by.</value>
    private static DateTime Deadline => DateTime.UtcNow + ReplyLimit;

    /// <remarks>A call that nobody here cancelled ends as cancelled when the channel is opened anew under it.</remarks>
    private static bool IsPassing(StatusCode status) =>
        status is StatusCode.Unavailable or StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Cancelled;

    private static Metadata Headers(string reason) => new() { { HandBackReason.Header, HandBackReason.Write(reason) } };

    private Task AbandonTurnAsync(string token, Metadata headers, CancellationToken cancellation) => AbandonAsync(
        () => connection.Sidecar.AbandonTaskOrchestratorWorkItemAsync(new() { CompletionToken = token }, headers, cancellationToken: cancellation).ResponseAsync, cancellation);

    private Task AbandonActivityAsync(string token, Metadata headers, CancellationToken cancellation) => AbandonAsync(
        () => connection.Sidecar.AbandonTaskActivityWorkItemAsync(new() { CompletionToken = token }, headers, cancellationToken: cancellation).ResponseAsync, cancellation);

    private async Task AbandonAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            await SendAsync(call, cancellation).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is RpcException or OperationCanceledException)
        {
            Log.AbandonFailed(logger, failed);
        }
    }

    private async Task SendAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await call().ConfigureAwait(false);
                return;
            }
            catch (RpcException failed) when (IsPassing(failed.StatusCode) && attempt < options.TransientRetryMaxAttempts && !cancellation.IsCancellationRequested)
            {
                TimeSpan delay = Backoff.Exponential(attempt, options.TransientRetryBackoffBase, options.TransientRetryBackoffCap);
                Log.Retrying(logger, failed.Status.ToString(), delay);
                await Task.Delay(delay, time, cancellation).ConfigureAwait(false);
            }
            catch (ObjectDisposedException) when (attempt < options.TransientRetryMaxAttempts && !cancellation.IsCancellationRequested)
            {
                // The channel was opened anew while this call was being made.
            }
        }
    }

    private ActivityResponse FitsOrFails(ActivityResponse answer)
    {
        int size = answer.CalculateSize();
        int limit = options.CompleteOrchestrationWorkItemChunkSizeInBytes;
        if (size <= limit)
        {
            return answer;
        }

        string message = $"The activity's outcome is {size:N0} bytes long; a message holds {limit:N0}. Store large values and return references to them.";
        return new()
        {
            InstanceId = answer.InstanceId,
            TaskId = answer.TaskId,
            CompletionToken = answer.CompletionToken,
            FailureDetails = new() { ErrorType = typeof(InvalidOperationException).FullName, ErrorMessage = message, IsNonRetriable = true },
        };
    }
}
