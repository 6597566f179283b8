using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Converters;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

/// <summary>A task hub in memory for one instance. It puts every turn to three workers: one that always replays, one that keeps its executor and is
/// sent the history, one that keeps its executor and is not. All three must decide the same.</summary>
internal sealed class ScriptedHub
{
    public const string InstanceId = "instance";

    private readonly Func<ExecutionStartedEvent, ITaskOrchestrator?> find;
    private readonly OrchestratorSettings settings;
    private readonly OrchestrationRunner warm;
    private readonly OrchestrationRunner warmWithoutHistory;
    private readonly List<HistoryEvent> history = [];
    private bool started;

    public ScriptedHub(ITaskOrchestrator orchestrator, string? input = null, ILoggerFactory? loggers = null, string? version = null)
        : this(_ => orchestrator, input, loggers, version)
    {
    }

    public ScriptedHub(
        Func<ExecutionStartedEvent, ITaskOrchestrator?> find, string? input = null, ILoggerFactory? loggers = null, string? version = null)
    {
        this.find = find;
        settings = new(JsonDataConverter.Default, TimeSpan.FromDays(3), string.Empty, loggers ?? NullLoggerFactory.Instance);
        warm = Runner();
        warmWithoutHistory = Runner();
        Input = input;
        Version = version;
    }

    public string? Input { get; }

    public string? Version { get; }

    public DateTime Now { get; set; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public IReadOnlyList<HistoryEvent> History => history;

    /// <value>How often a worker without its executor had to fetch the history.</value>
    public int Fetches { get; private set; }

    public static ScriptedHub Of<TInput, TOutput>(Func<TaskOrchestrationContext, TInput, Task<TOutput>> orchestrator, string? input = null) =>
        new(FuncTaskOrchestrator.Create(orchestrator), input);

    public static ScriptedHub Of<TOutput>(Func<TaskOrchestrationContext, Task<TOutput>> orchestrator) =>
        new(FuncTaskOrchestrator.Create<object?, TOutput>((context, _) => orchestrator(context)));

    /// <summary>Runs a turn with these messages, checks that the workers agree, and commits it.</summary>
    public async Task<OrchestratorTurn.Decided> TurnAsync(params HistoryEvent[] messages)
    {
        List<HistoryEvent> fresh = [At(new() { OrchestratorStarted = new() })];
        if (!started)
        {
            started = true;
            fresh.Add(At(new()
            {
                ExecutionStarted = new()
                {
                    Name = "orchestrator",
                    Input = Input,
                    Version = Version,
                    OrchestrationInstance = new() { InstanceId = InstanceId },
                },
            }));
        }

        fresh.AddRange(messages);
        OrchestratorTurn.Decided replayed = Replay(history, fresh);
        OrchestratorTurn.Decided warm = (OrchestratorTurn.Decided)await this.warm.RunAsync(Request(fresh), 1, NoHistory);
        OrchestratorTurn.Decided withoutHistory = (OrchestratorTurn.Decided)await warmWithoutHistory.RunAsync(RequestWithoutHistory(fresh), 1, FetchAsync);
        AssertSame(replayed, warm, "kept, with the history sent");
        AssertSame(replayed, withoutHistory, "kept, with the history left out");
        Commit(fresh, replayed.Actions);
        return replayed;
    }

    /// <summary>Replays a history as a worker does that has nothing kept.</summary>
    public OrchestratorTurn.Decided Replay(IEnumerable<HistoryEvent> past, IEnumerable<HistoryEvent> fresh)
    {
        OrchestrationExecutor executor = new(InstanceId, find, settings);
        executor.Replay(past);
        return executor.Advance(fresh);
    }

    public HistoryEvent At(HistoryEvent happened)
    {
        happened.Timestamp = Timestamp.FromDateTime(Now);
        happened.EventId = happened.EventId == 0 ? -1 : happened.EventId;
        return happened;
    }

    public HistoryEvent Completed(int id, string? result) => At(new() { TaskCompleted = new() { TaskScheduledId = id, Result = result } });

    public HistoryEvent Failed(int id, string message, bool nonRetriable = false) => At(new()
    {
        TaskFailed = new()
        {
            TaskScheduledId = id,
            FailureDetails = new() { ErrorType = "System.InvalidOperationException", ErrorMessage = message, IsNonRetriable = nonRetriable },
        },
    });

    public HistoryEvent Fired(int id) => At(new() { TimerFired = new() { TimerId = id, FireAt = Timestamp.FromDateTime(Now) } });

    public HistoryEvent ChildCompleted(int id, string? result) =>
        At(new() { SubOrchestrationInstanceCompleted = new() { TaskScheduledId = id, Result = result } });

    public HistoryEvent Raised(string name, string? payload) => At(new() { EventRaised = new() { Name = name, Input = payload } });

    public HistoryEvent Suspended() => At(new() { ExecutionSuspended = new() });

    public HistoryEvent Resumed() => At(new() { ExecutionResumed = new() });

    public HistoryEvent Terminated(string? output) => At(new() { ExecutionTerminated = new() { Input = output } });

    private static Task<IReadOnlyList<HistoryEvent>> NoHistory() => throw new AssertFailedException("A worker that was sent the history asked for it.");

    private static void AssertSame(OrchestratorTurn.Decided expected, OrchestratorTurn.Decided actual, string how)
    {
        Assert.AreEqual(expected.CustomStatus, actual.CustomStatus, $"custom status ({how})");
        Assert.AreSequenceEqual(WithoutStackTraces(expected), WithoutStackTraces(actual), $"decisions ({how})");
    }

    // Where an exception passed through depends on how the code was resumed; nothing else may.
    private static List<OrchestratorAction> WithoutStackTraces(OrchestratorTurn.Decided turn) => [.. turn.Actions.Select(action =>
    {
        OrchestratorAction copy = action.Clone();
        for (Protobuf.TaskFailureDetails? failure = copy.CompleteOrchestration?.FailureDetails; failure is not null; failure = failure.InnerFailure)
        {
            failure.StackTrace = null;
        }

        return copy;
    })];

    private OrchestrationRunner Runner() => new(find, settings, null, new WarmOrchestrations(10), NullLogger.Instance);

    private OrchestratorRequest Request(IEnumerable<HistoryEvent> fresh)
    {
        OrchestratorRequest request = new() { InstanceId = InstanceId, ExecutionId = "execution" };
        request.PastEvents.AddRange(history);
        request.NewEvents.AddRange(fresh);
        return request;
    }

    private OrchestratorRequest RequestWithoutHistory(IEnumerable<HistoryEvent> fresh)
    {
        OrchestratorRequest request = new() { InstanceId = InstanceId, ExecutionId = "execution", RequiresHistoryStreaming = history.Count > 0 };
        request.NewEvents.AddRange(fresh);
        request.Properties[WarmExecutors.HistoryLengthProperty] = Value.ForNumber(history.Count);
        return request;
    }

    private Task<IReadOnlyList<HistoryEvent>> FetchAsync()
    {
        Fetches++;
        return Task.FromResult<IReadOnlyList<HistoryEvent>>([.. history]);
    }

    private void Commit(IEnumerable<HistoryEvent> fresh, IEnumerable<OrchestratorAction> decisions)
    {
        history.AddRange(fresh);
        foreach (OrchestratorAction decision in decisions)
        {
            HistoryEvent recorded = At(new() { EventId = decision.Id });
            recorded.EventId = decision.Id;
            switch (decision.OrchestratorActionTypeCase)
            {
                case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                    recorded.TaskScheduled = new() { Name = decision.ScheduleTask.Name, Input = decision.ScheduleTask.Input };
                    break;
                case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                    recorded.TimerCreated = new() { FireAt = decision.CreateTimer.FireAt };
                    break;
                case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration:
                    recorded.SubOrchestrationInstanceCreated = new()
                    {
                        Name = decision.CreateSubOrchestration.Name,
                        InstanceId = decision.CreateSubOrchestration.InstanceId,
                    };
                    break;
                case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                    recorded.EventSent = new() { Name = decision.SendEvent.Name, InstanceId = decision.SendEvent.Instance.InstanceId };
                    break;
                default:
                    recorded.ExecutionCompleted = new() { OrchestrationStatus = decision.CompleteOrchestration.OrchestrationStatus };
                    break;
            }

            history.Add(recorded);
        }

        history.Add(At(new() { OrchestratorCompleted = new() }));
    }
}
