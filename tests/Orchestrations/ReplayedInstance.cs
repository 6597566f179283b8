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
    private string? customStatus;

    public ReplayedInstance(ITaskOrchestrator orchestrator, object? input = null, string id = "run-1")
    {
        this.orchestrator = orchestrator;
        this.id = id;
        Turn(new HistoryEvent
        {
            ExecutionStarted = new ExecutionStartedEvent
            {
                Name = "orchestrator",
                Input = FunctionJson.Converter.Serialize(input),
                OrchestrationInstance = new OrchestrationInstance { InstanceId = id },
            },
        });
    }

    /// <value>All calls so far, in the order in which they were made.</value>
    public IReadOnlyList<ScheduledCall> Calls => calls;

    /// <value>Those that have no answer yet.</value>
    public IReadOnlyList<ScheduledCall> Open => [.. calls.Where(call => !answered.Contains(call.Id))];

    public OrchestrationProgress Progress => JsonSerializer.Deserialize<OrchestrationProgress>(customStatus!, FunctionJson.Options)!;

    /// <value>How it ended; null while it has not.</value>
    public CompleteOrchestrationAction? End { get; private set; }

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

    public void Raise(string name) => Turn(new HistoryEvent { EventRaised = new EventRaisedEvent { Name = name } });

    /// <summary>Answers every call until the orchestration ends.</summary>
    public void RunToEnd(Func<ScheduledCall, object> answer)
    {
        while (End is null)
        {
            Complete(Open[0], answer(Open[0]));
        }
    }

    private void Turn(HistoryEvent happened)
    {
        List<HistoryEvent> fresh = [Recorded(new HistoryEvent { OrchestratorStarted = new OrchestratorStartedEvent() }), Recorded(happened)];
        OrchestrationExecutor executor = new(id, _ => orchestrator, settings);
        executor.Replay(history);
        OrchestratorTurn.Decided turn = executor.Advance(fresh);
        history.AddRange(fresh);
        customStatus = turn.CustomStatus;
        foreach (OrchestratorAction action in turn.Actions)
        {
            Take(action);
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
        else
        {
            End = action.CompleteOrchestration;
        }
    }

    private static HistoryEvent Recorded(HistoryEvent happened, int id = -1)
    {
        happened.EventId = id;
        happened.Timestamp = Timestamp.FromDateTime(DateTime.UnixEpoch);
        return happened;
    }
}
