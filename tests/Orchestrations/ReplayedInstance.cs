using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;
using Tapir.Functions;
using Tapir.Orchestrations.Distilling;
using WireFailureDetails = Tapir.DurableTask.Protobuf.TaskFailureDetails;

namespace Tapir.Orchestrations.Tests;

/// <summary>One orchestration instance on the worker's own executor. Every turn is replayed from the first event by an executor that knows nothing else,
/// so that a decision that does not depend on the history alone fails the test.</summary>
internal sealed class ReplayedInstance
{
    private readonly OrchestratorSettings settings = new(FunctionJson.Converter, TimeSpan.FromDays(3), string.Empty, NullLoggerFactory.Instance);
    private readonly ITaskOrchestrator orchestrator;
    private readonly string id;
    private readonly List<HistoryEvent> history = [];
    private readonly List<ScheduledCall> calls = [];
    private readonly HashSet<int> answered = [];
    private readonly SortedSet<(DateTimeOffset Due, int Id)> timers = [];
    private string? customStatus;

    /// <param name="now">The time of its start; the hub's clock stands still until a test moves it.</param>
    public ReplayedInstance(ITaskOrchestrator orchestrator, object? input = null, string id = "run-1", DateTimeOffset? now = null)
    {
        this.orchestrator = orchestrator;
        this.id = id;
        Now = now ?? DateTimeOffset.UnixEpoch;
        Turn(Started(FunctionJson.Converter.Serialize(input)));
    }

    public DateTimeOffset Now { get; private set; }

    /// <value>When its timers are due, those of the present execution.</value>
    public IReadOnlyList<DateTimeOffset> Timers => [.. timers.Select(timer => timer.Due)];

    /// <value>All calls so far, in the order in which they were made.</value>
    public IReadOnlyList<ScheduledCall> Calls => calls;

    /// <value>Those that have no answer yet.</value>
    public IReadOnlyList<ScheduledCall> Open => [.. calls.Where(call => !answered.Contains(call.Id))];

    public OrchestrationProgress Progress => StatusAs<OrchestrationProgress>();

    /// <value>How it ended; null while it has not.</value>
    public CompleteOrchestrationAction? End { get; private set; }

    public T StatusAs<T>() => JsonSerializer.Deserialize<T>(customStatus!, FunctionJson.Options)!;

    public T OutputAs<T>()
    {
        Assert.AreEqual(OrchestrationStatus.Completed, End?.OrchestrationStatus, End?.FailureDetails?.ErrorMessage);
        return JsonSerializer.Deserialize<T>(End!.Result, FunctionJson.Options)!;
    }

    public void Complete(ScheduledCall call, object output)
    {
        string json = FunctionJson.Converter.Serialize(output)!;
        answered.Add(call.Id);
        Turn(call.ChildId is null
            ? new HistoryEvent { TaskCompleted = new TaskCompletedEvent { TaskScheduledId = call.Id, Result = json } }
            : new HistoryEvent { SubOrchestrationInstanceCompleted = new SubOrchestrationInstanceCompletedEvent { TaskScheduledId = call.Id, Result = json } });
    }

    public void Fail(ScheduledCall call, Exception problem)
    {
        answered.Add(call.Id);
        WireFailureDetails details = new() { ErrorType = problem.GetType().FullName, ErrorMessage = problem.Message };
        Turn(call.ChildId is null
            ? new HistoryEvent { TaskFailed = new TaskFailedEvent { TaskScheduledId = call.Id, FailureDetails = details } }
            : new HistoryEvent { SubOrchestrationInstanceFailed = new SubOrchestrationInstanceFailedEvent { TaskScheduledId = call.Id, FailureDetails = details } });
    }

    public void Raise(string name) => Turn(Raised(name, payload: null));

    /// <param name="payload">As it came, whatever it is.</param>
    public void RaiseText(string name, string payload) => Turn(Raised(name, payload));

    /// <param name="payload">As its declared type, which is part of how it is written.</param>
    public void Raise<T>(string name, params T[] payloads) => Turn([.. payloads.Select(payload => Raised(name, JsonSerializer.Serialize(payload, FunctionJson.Options)))]);

    /// <summary>Lets the clock go on. Timers that come due meanwhile fire in a turn each, in their order, when they are due.</summary>
    public void PassTo(DateTimeOffset time)
    {
        while (timers.Count > 0 && timers.Min.Due <= time)
        {
            (DateTimeOffset due, int timer) = timers.Min;
            timers.Remove(timers.Min);
            Now = Now > due ? Now : due;
            Turn(Fired(timer));
        }

        Now = time;
    }

    /// <summary>As after a time without any worker: the clock has gone on, and what came due meanwhile and these events arrive in one turn, the timers first.</summary>
    public void WakeAt<T>(DateTimeOffset time, string name, params T[] payloads)
    {
        Now = time;
        int[] due = [.. timers.Where(timer => timer.Due <= time).Select(timer => timer.Id)];
        timers.RemoveWhere(timer => timer.Due <= time);
        Turn([.. due.Select(Fired), .. payloads.Select(payload => Raised(name, JsonSerializer.Serialize(payload, FunctionJson.Options)))]);
    }

    public void Suspend() => Turn(new HistoryEvent { ExecutionSuspended = new ExecutionSuspendedEvent() });

    public void Resume() => Turn(new HistoryEvent { ExecutionResumed = new ExecutionResumedEvent() });

    /// <summary>Answers every call until the orchestration ends.</summary>
    public void RunToEnd(Func<ScheduledCall, object> answer)
    {
        while (End is null)
        {
            Complete(Open[0], answer(Open[0]));
        }
    }

    private void Turn(params HistoryEvent[] happened)
    {
        List<HistoryEvent> fresh = [Recorded(new HistoryEvent { OrchestratorStarted = new OrchestratorStartedEvent() }), .. happened.Select(message => Recorded(message))];
        OrchestrationExecutor executor = new(id, _ => orchestrator, settings);
        executor.Replay(history);
        OrchestratorTurn.Decided turn = executor.Advance(fresh);
        history.AddRange(fresh);
        customStatus = turn.CustomStatus;
        foreach (OrchestratorAction action in turn.Actions)
        {
            Take(action);
        }

        if (End is { OrchestrationStatus: OrchestrationStatus.ContinuedAsNew } again)
        {
            BeginAgain(again);
            return;
        }

        history.Add(Recorded(new HistoryEvent { OrchestratorCompleted = new OrchestratorCompletedEvent() }));
    }

    private void Take(OrchestratorAction action)
    {
        if (action.ScheduleTask is { } task)
        {
            // On the wire an activity's input is a list of one.
            calls.Add(new ScheduledCall(action.Id, task.Name, JsonDocument.Parse(task.Input).RootElement[0].GetRawText(), ChildId: null));
            history.Add(Recorded(new HistoryEvent { TaskScheduled = new TaskScheduledEvent { Name = task.Name, Input = task.Input } }, action.Id));
        }
        else if (action.CreateSubOrchestration is { } child)
        {
            calls.Add(new ScheduledCall(action.Id, child.Name, child.Input, child.InstanceId));
            history.Add(Recorded(
                new HistoryEvent { SubOrchestrationInstanceCreated = new SubOrchestrationInstanceCreatedEvent { Name = child.Name, InstanceId = child.InstanceId } },
                action.Id));
        }
        else if (action.CreateTimer is { } timer)
        {
            timers.Add((timer.FireAt.ToDateTimeOffset(), action.Id));
            history.Add(Recorded(new HistoryEvent { TimerCreated = new TimerCreatedEvent { FireAt = timer.FireAt } }, action.Id));
        }
        else
        {
            End = action.CompleteOrchestration;
        }
    }

    // As the hub does: what nobody waits for any more goes, what nobody claimed comes along.
    private void BeginAgain(CompleteOrchestrationAction again)
    {
        End = null;
        history.Clear();
        calls.Clear();
        answered.Clear();
        timers.Clear();
        Turn([Started(again.Result), .. again.CarryoverEvents]);
    }

    private HistoryEvent Started(string? input) => new()
    {
        ExecutionStarted = new ExecutionStartedEvent { Name = "orchestrator", Input = input, OrchestrationInstance = new OrchestrationInstance { InstanceId = id } },
    };

    private static HistoryEvent Raised(string name, string? payload) => new() { EventRaised = new EventRaisedEvent { Name = name, Input = payload } };

    private static HistoryEvent Fired(int timer) => new() { TimerFired = new TimerFiredEvent { TimerId = timer } };

    private HistoryEvent Recorded(HistoryEvent happened, int id = -1)
    {
        happened.EventId = id;
        happened.Timestamp = Timestamp.FromDateTimeOffset(Now);
        return happened;
    }
}
