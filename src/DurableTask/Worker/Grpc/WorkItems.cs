using Grpc.Core;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Wire;
using Tapir.DurableTask.Worker.Activities;
using Tapir.DurableTask.Worker.Orchestrations;
using Tapir.DurableTask.Worker.Tracing;

namespace Tapir.DurableTask.Worker.Grpc;

/// <summary>Processes work items side by side, as many of a kind at a time as the options allow.</summary>
internal sealed class WorkItems(
    OrchestrationRunner orchestrations,
    ActivityRunner activities,
    SidecarConnection connection,
    Answers answers,
    GrpcDurableTaskWorkerOptions options,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    // A turn takes milliseconds, with a long history to replay a second.
    private static readonly TimeSpan LongTurn = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim turnPlaces = new(options.Concurrency.MaximumConcurrentOrchestrationWorkItems);
    private readonly SemaphoreSlim activityPlaces = new(options.Concurrency.MaximumConcurrentActivityWorkItems);

    public WorkInHand InHand { get; } = new();

    /// <summary>Starts on a work item and returns at once.</summary>
    /// <param name="item">The item.</param>
    /// <param name="connectionNumber">On which connection it came; another number after each loss.</param>
    /// <param name="stopping">The worker stops: what is in hand may end or give up.</param>
    /// <param name="cancellation">Drops what is in hand.</param>
    public void Start(WorkItem item, long connectionNumber, CancellationToken stopping, CancellationToken cancellation)
    {
        switch (item.RequestCase)
        {
            case WorkItem.RequestOneofCase.OrchestratorRequest:
                Start("orchestration", turnPlaces, () => ProcessAsync(item.OrchestratorRequest, item.CompletionToken, connectionNumber, cancellation), cancellation);
                break;
            case WorkItem.RequestOneofCase.ActivityRequest:
                Start("activity", activityPlaces, () => ProcessAsync(item.ActivityRequest, item.CompletionToken, stopping, cancellation), cancellation);
                break;
            case WorkItem.RequestOneofCase.HealthPing:
                Log.Alive(logger);
                break;
            default:
                Log.Unsupported(logger, item.RequestCase.ToString());
                break;
        }
    }

    /// <summary>Hands an item back that came when the worker was about to stop, and returns at once.</summary>
    public void HandBack(WorkItem item, CancellationToken cancellation)
    {
        Task? handed = item.RequestCase switch
        {
            WorkItem.RequestOneofCase.OrchestratorRequest => answers.AbandonTurnAsync(item.CompletionToken, cancellation),
            WorkItem.RequestOneofCase.ActivityRequest => answers.AbandonActivityAsync(item.CompletionToken, cancellation),
            _ => null,
        };
        if (handed is not null)
        {
            InHand.Take();
            _ = handed.ContinueWith(_ => InHand.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    public void Dispose()
    {
        turnPlaces.Dispose();
        activityPlaces.Dispose();
    }

    private void Start(string kind, SemaphoreSlim places, Func<Task> process, CancellationToken cancellation)
    {
        InHand.Take();
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await places.WaitAsync(cancellation).ConfigureAwait(false);
                    WorkMetrics.Begun(kind);
                    try
                    {
                        await process().ConfigureAwait(false);
                    }
                    finally
                    {
                        WorkMetrics.Ended(kind);
                        places.Release();
                    }
                }
                catch (OperationCanceledException)
                {
                    // The worker has stopped; the sidecar hands the item out again.
                }
                finally
                {
                    InHand.Release();
                }
            },
            CancellationToken.None);
    }

    private async Task ProcessAsync(OrchestratorRequest request, string token, long connectionNumber, CancellationToken cancellation)
    {
        try
        {
            await using ITimer watch = time.CreateTimer(_ => Log.LongTurn(logger, NameIn(request), request.InstanceId, LongTurn), null, LongTurn, Timeout.InfiniteTimeSpan);
            OrchestratorTurn turn = await orchestrations
                .RunAsync(request, connectionNumber, () => FetchHistoryAsync(request, cancellation), cancellation).ConfigureAwait(false);
            if (turn is OrchestratorTurn.Refused { Name: { } name, Reason: { } reason } && HandsBackRefused)
            {
                Log.Rejected(logger, name, request.InstanceId, reason.ErrorMessage);
                await answers.RefuseTurnAsync(token, reason.ErrorMessage, cancellation).ConfigureAwait(false);
                return;
            }

            if (turn is OrchestratorTurn.OtherVersion { Name: { } asked, Why: { } otherwise })
            {
                Log.Rejected(logger, asked, request.InstanceId, otherwise);
                await answers.RefuseTurnAsync(token, otherwise, cancellation).ConfigureAwait(false);
                return;
            }

            if (turn is OrchestratorTurn.NotTaken { Name: { } notTaken, Why: { } why })
            {
                Log.Rejected(logger, notTaken, request.InstanceId, why);
                await answers.AbandonTurnAsync(token, cancellation).ConfigureAwait(false);
                return;
            }

            await answers.CompleteAsync(Answer(request, token, turn), cancellation).ConfigureAwait(false);
            if (turn is OrchestratorTurn.Decided { Ended: { } span, Actions: [.., { CompleteOrchestration: { } end }] })
            {
                // Only now: a turn whose answer is lost is worked on again, and its end would be told twice.
                span.End(end);
            }
        }
        catch (Exception failed) when (!cancellation.IsCancellationRequested)
        {
            // Nothing that goes wrong with one item may end the worker: another try, here or elsewhere, may go better.
            LogHandBack("orchestration", request.InstanceId, failed);
            orchestrations.Forget(request.InstanceId);
            await answers.AbandonTurnAsync(token, cancellation).ConfigureAwait(false);
        }
    }

    private async Task ProcessAsync(ActivityRequest request, string token, CancellationToken stopping, CancellationToken cancellation)
    {
        try
        {
            if (activities.OtherVersion(request) is { } otherwise)
            {
                Log.Rejected(logger, request.Name, request.OrchestrationInstance?.InstanceId ?? string.Empty, otherwise);
                await answers.RefuseActivityAsync(token, otherwise, cancellation).ConfigureAwait(false);
                return;
            }

            ActivityResponse answer = await activities.RunAsync(request, token, stopping).ConfigureAwait(false);
            await answers.CompleteAsync(answer, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            // It gave up because the worker stops: whoever works next runs it again.
            await answers.AbandonActivityAsync(token, cancellation).ConfigureAwait(false);
        }
        catch (Exception failed) when (!cancellation.IsCancellationRequested)
        {
            // As with turns.
            LogHandBack(request.Name, request.OrchestrationInstance?.InstanceId ?? string.Empty, failed);
            await answers.AbandonActivityAsync(token, cancellation).ConfigureAwait(false);
        }
    }

    private void LogHandBack(string name, string instanceId, Exception failed)
    {
        if (failed is RpcException refusal)
        {
            // A full disk, say: the sidecar's own words tell more than a trace through this worker.
            Log.NotTaken(logger, name, instanceId, refusal.Status.Detail);
            return;
        }

        Log.Abandoning(logger, name, instanceId, failed);
    }

    private static string NameIn(OrchestratorRequest request) =>
        request.PastEvents.Concat(request.NewEvents).FirstOrDefault(happened => happened.ExecutionStarted is not null)?.ExecutionStarted.Name ?? "(known by its id)";

    private bool HandsBackRefused => options.Versioning?.FailureStrategy == DurableTaskWorkerOptions.VersionFailureStrategy.Reject;

    private static OrchestratorResponse Answer(OrchestratorRequest request, string token, OrchestratorTurn turn)
    {
        OrchestratorResponse answer = new() { InstanceId = request.InstanceId, CompletionToken = token };
        switch (turn)
        {
            case OrchestratorTurn.Decided decided:
                answer.CustomStatus = decided.CustomStatus;
                answer.Actions.AddRange(decided.Actions);
                break;
            case OrchestratorTurn.Refused { Reason: { } reason }:
                answer.Actions.Add(new OrchestratorAction
                {
                    CompleteOrchestration = new()
                    {
                        OrchestrationStatus = OrchestrationStatus.Failed,
                        Result = reason.ErrorMessage,
                        FailureDetails = FailureDetailsWire.Write(reason),
                    },
                });
                break;
            default:
                throw new InvalidOperationException($"A turn cannot end as {turn.GetType().Name}.");
        }

        return answer;
    }

    private async Task<IReadOnlyList<HistoryEvent>> FetchHistoryAsync(OrchestratorRequest request, CancellationToken cancellation)
    {
        StreamInstanceHistoryRequest wanted = new()
        {
            InstanceId = request.InstanceId,
            ExecutionId = request.ExecutionId,
            ForWorkItemProcessing = true,
        };
        List<HistoryEvent> history = [];
        using AsyncServerStreamingCall<HistoryChunk> stream = connection.Sidecar.StreamInstanceHistory(wanted, cancellationToken: cancellation);
        await foreach (HistoryChunk chunk in stream.ResponseStream.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            history.AddRange(chunk.Events);
        }

        return history;
    }
}
