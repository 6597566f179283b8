using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Wire;
using Event = Tapir.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>Runs one execution of an orchestration: history events in, decisions out. Not thread-safe; one turn at a time.</summary>
/// <remarks>It keeps the orchestrator between turns, so a further turn costs what is new in it. Made anew and given the whole history it
/// comes to the same state; <see cref="WarmOrchestration"/> decides which of the two happens.</remarks>
internal sealed class OrchestrationExecutor(
    string instanceId, Func<ExecutionStartedEvent, ITaskOrchestrator?> find, OrchestratorSettings settings)
{
    private readonly OrchestratorThread thread = new();
    private readonly Queue<HistoryEvent> heldBack = new();
    private OrchestratorContext? context;
    private Task<object?>? run;
    private OrchestratorAction? end;
    private DateTime turnStart;
    private bool replaying;
    private bool suspended;
    private long arrivedBeforeReturn;
    private int position;

    /// <value>Whether the execution has come to its end.</value>
    public bool IsCompleted => end is not null;

    /// <value>Whether everything decided so far is recorded in the events given so far (or held back by a suspension).</value>
    public bool IsRecorded => suspended || context is null || context.Decisions.Open.Count == 0;

    /// <value>The orchestrator's name; empty before its start was seen.</value>
    public string Name => context?.Name.Name ?? string.Empty;

    /// <value>Whether the orchestrator awaited something that is no durable task, and so may wait for ever.</value>
    public bool Strayed => thread.Strayed;

    /// <summary>Takes events whose outcome is recorded.</summary>
    public void Replay(IEnumerable<HistoryEvent> past) => Process(past, replaying: true);

    /// <summary>Takes it that what the last turn returned is recorded.</summary>
    public void ConfirmReturned()
    {
        // A suspended turn returned nothing: its decisions are still to come.
        if (!suspended)
        {
            context?.Decisions.ConfirmAll();
        }
    }

    /// <summary>Takes new events.</summary>
    /// <returns>What the orchestrator decided on them.</returns>
    public OrchestratorTurn.Decided Advance(IEnumerable<HistoryEvent> @new)
    {
        Process(@new, replaying: false);
        if (context is null && end is null)
        {
            End(Failure(new InvalidOperationException("The history is incomplete: it does not say how the orchestration was started.")));
        }

        if (suspended && end is null)
        {
            return new([], context?.CustomStatus);
        }

        if (end is null && this.run is { IsCompleted: true } run)
        {
            End(Outcome(run));
        }

        IEnumerable<OrchestratorAction> open = context?.Decisions.Open ?? [];
        return new(end is null ? [.. open] : [.. open, end], context?.CustomStatus) { Ended = end is null ? null : context?.Span };
    }

    private void Process(IEnumerable<HistoryEvent> events, bool replaying)
    {
        this.replaying = replaying;
        context?.SetReplaying(replaying);
        foreach (HistoryEvent next in events)
        {
            int position = this.position++;
            if (end is not null)
            {
                continue;
            }

            try
            {
                Apply(next, position);
            }
            catch (NonDeterministicOrchestrationException differs)
            {
                // What the code decided beside its history must not happen.
                context?.Decisions.ConfirmAll();
                End(Failure(differs));
            }
        }
    }

    private void Apply(HistoryEvent next, int position)
    {
        if (suspended && next.EventTypeCase is not (Event.ExecutionResumed or Event.ExecutionTerminated))
        {
            heldBack.Enqueue(next);
            return;
        }

        switch (next.EventTypeCase)
        {
            case Event.OrchestratorStarted:
                turnStart = next.Timestamp.ToDateTime();
                context?.Set(turnStart);
                break;
            case Event.ExecutionStarted:
                Start(next.ExecutionStarted);
                break;
            case Event.TaskScheduled or Event.TimerCreated or Event.SubOrchestrationInstanceCreated or Event.EventSent:
                Context.Decisions.Confirm(next, position);
                break;
            case Event.TaskCompleted:
                Complete(next.TaskCompleted.TaskScheduledId, next.TaskCompleted.Result);
                break;
            case Event.TaskFailed:
                Fail(next.TaskFailed.TaskScheduledId, next.TaskFailed.FailureDetails);
                break;
            case Event.SubOrchestrationInstanceCompleted:
                Complete(next.SubOrchestrationInstanceCompleted.TaskScheduledId, next.SubOrchestrationInstanceCompleted.Result);
                break;
            case Event.SubOrchestrationInstanceFailed:
                Fail(next.SubOrchestrationInstanceFailed.TaskScheduledId, next.SubOrchestrationInstanceFailed.FailureDetails);
                break;
            case Event.TimerFired:
                Complete(next.TimerFired.TimerId, null);
                break;
            case Event.EventRaised:
                Step(() => Context.Events.Raise(next));
                break;
            case Event.ExecutionSuspended:
                suspended = true;
                break;
            case Event.ExecutionResumed:
                Resume(position);
                break;
            case Event.ExecutionTerminated:
                context?.Decisions.ConfirmAll();
                End(new() { OrchestrationStatus = OrchestrationStatus.Terminated, Result = next.ExecutionTerminated.Input });
                break;
            default:
                // The end of a turn, and kinds that tell a worker nothing.
                break;
        }
    }

    private OrchestratorContext Context => context
        ?? throw new NonDeterministicOrchestrationException("The history is out of order: it goes on before it says how the orchestration was started.");

    private void Start(ExecutionStartedEvent started)
    {
        if (context is not null)
        {
            return;
        }

        context = new(instanceId, started, turnStart, settings, thread);
        context.SetReplaying(replaying);
        if (find(started) is not { } orchestrator)
        {
            End(Failure(new TaskMissingException("OrchestratorTaskNotFound", "orchestrator", started.Name, started.Version)));
            return;
        }

        Step(() => run = RunAsync(orchestrator, started.Input));
    }

    private async Task<object?> RunAsync(ITaskOrchestrator orchestrator, string? input) =>
        await orchestrator.RunAsync(context!, TaskInput.ReadBare(settings.Converter, input, orchestrator.InputType));

    private void Step(Action step)
    {
        bool returned = run is { IsCompleted: true };
        thread.Run(step);
        if (!returned && run is { IsCompleted: true })
        {
            arrivedBeforeReturn = Context.Events.Arrived;
        }
    }

    private void Complete(int id, string? result)
    {
        if (Context.Close(id) is { } task)
        {
            Step(() => task.Complete(result));
        }
    }

    private void Fail(int id, Protobuf.TaskFailureDetails? failure)
    {
        if (Context.Close(id) is { } task)
        {
            TaskFailureDetails details = FailureDetailsWire.Read(failure) ?? new("(unknown)", "The sidecar did not say why.", null, null, null);
            Step(() => task.Fail(details));
        }
    }

    private void Resume(int position)
    {
        suspended = false;
        while (!suspended && heldBack.TryDequeue(out HistoryEvent? held))
        {
            Apply(held, position);
        }
    }

    private CompleteOrchestrationAction Outcome(Task<object?> run)
    {
        try
        {
            object? output = run.GetAwaiter().GetResult();
            return Context.Continuation is { } continuation
                ? Continue(continuation)
                : new() { OrchestrationStatus = OrchestrationStatus.Completed, Result = settings.Converter.Serialize(output) };
        }
        catch (Exception thrown)
        {
            // Whatever an orchestrator throws, or an output that cannot be written, is how the orchestration ends.
            return Failure(thrown);
        }
    }

    // Events that came after the orchestrator had returned were never its to see, so they are carried over in any case.
    private CompleteOrchestrationAction Continue(ContinuationRequest continuation)
    {
        CompleteOrchestrationAction next = new()
        {
            OrchestrationStatus = OrchestrationStatus.ContinuedAsNew,
            Result = continuation.Input,
            NewVersion = continuation.NewVersion,
        };
        next.CarryoverEvents.AddRange(Context.Events.UnclaimedSince(continuation.PreserveUnprocessedEvents ? 0 : arrivedBeforeReturn));
        return next;
    }

    private CompleteOrchestrationAction Failure(Exception thrown) => new()
    {
        OrchestrationStatus = OrchestrationStatus.Failed,
        Result = thrown.Message,
        FailureDetails = FailureDetailsWire.Write(ExceptionDetails.Of(thrown, settings.ExceptionProperties)),
    };

    private void End(CompleteOrchestrationAction how)
    {
        end = new() { Id = context?.Decisions.NextNumber() ?? 0, CompleteOrchestration = how };
    }
}
