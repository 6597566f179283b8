using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Converters;
using Tapir.DurableTask.Crashes.Tests.Scenarios;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker;
using Tapir.DurableTask.Worker.Orchestrations;
using Kind = Tapir.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Tapir.DurableTask.Crashes.Tests.Checks;

/// <summary>Whether a finished history is whole: it replays turn by turn to the decisions that it records, and each of them was answered once at most.</summary>
internal sealed class HistoryCheck
{
    private static readonly OrchestratorSettings Settings = new(JsonDataConverter.Default, TimeSpan.FromDays(3), string.Empty, NullLoggerFactory.Instance);

    private readonly RegisteredTasks tasks;

    public HistoryCheck(Effects effects)
    {
        DurableTaskRegistry registry = new();
        Scenario.RegisterAll(registry, effects);
        tasks = new RegisteredTasks(registry);
    }

    /// <exception cref="AssertFailedException">It is not.</exception>
    public void Check(string id, IReadOnlyList<HistoryEvent> history)
    {
        string[] twice = [.. history.Select(AnsweredBy).OfType<int>().GroupBy(number => number).Where(same => same.Count() > 1).Select(same => $"#{same.Key}")];
        Assert.IsEmpty(twice, $"{id} has two answers to {string.Join(", ", twice)}");
        Assert.AreEqual(Kind.OrchestratorStarted, history[0].EventTypeCase, $"{id} begins with something else");

        int begun = 0;
        for (int place = 0; place < history.Count; place++)
        {
            if (history[place].EventTypeCase == Kind.OrchestratorCompleted)
            {
                CheckTurn(id, [.. history.Take(begun)], [.. history.Take(place).Skip(begun)], isLast: place == history.Count - 1);
                begun = place + 1;
            }
        }

        Assert.HasCount(begun, history, $"{id} ends in the middle of a turn");
    }

    /// <summary>The steps whose results a history holds.</summary>
    public static IEnumerable<string> StepsDone(IReadOnlyList<HistoryEvent> history)
    {
        HashSet<int> done = [.. history.Where(entry => entry.TaskCompleted is not null).Select(entry => entry.TaskCompleted.TaskScheduledId)];
        return history.Where(entry => entry.TaskScheduled is not null && done.Contains(entry.EventId))
            .Select(entry => JsonDataConverter.Default.Deserialize<string[]>(entry.TaskScheduled.Input)![0]);
    }

    private void CheckTurn(string id, IReadOnlyList<HistoryEvent> past, IReadOnlyList<HistoryEvent> turn, bool isLast)
    {
        OrchestrationExecutor executor = new(id, started => tasks.CreateOrchestrator(started.Name, started.Version, NoServices.Instance), Settings);
        executor.Replay(past);
        Assert.IsTrue(executor.IsRecorded && !executor.IsCompleted, $"{id} does not replay up to event {past.Count}");
        OrchestratorTurn.Decided decided = executor.Advance(turn.Where(happened => !IsDecision(happened)));
        Assert.AreSequenceEqual(turn.Where(IsDecision).Select(Name), decided.Actions.Select(Name), $"{id} decides something else from event {past.Count} on when it is replayed");
        Assert.AreEqual(isLast, executor.IsCompleted, $"whether {id} ends at event {past.Count + turn.Count}");
    }

    private static bool IsDecision(HistoryEvent entry) =>
        entry.EventTypeCase is Kind.TaskScheduled or Kind.TimerCreated or Kind.SubOrchestrationInstanceCreated or Kind.EventSent or Kind.ExecutionCompleted;

    private static int? AnsweredBy(HistoryEvent entry) => entry.EventTypeCase switch
    {
        Kind.TaskCompleted => entry.TaskCompleted.TaskScheduledId,
        Kind.TaskFailed => entry.TaskFailed.TaskScheduledId,
        Kind.SubOrchestrationInstanceCompleted => entry.SubOrchestrationInstanceCompleted.TaskScheduledId,
        Kind.SubOrchestrationInstanceFailed => entry.SubOrchestrationInstanceFailed.TaskScheduledId,
        Kind.TimerFired => entry.TimerFired.TimerId,
        _ => null,
    };

    private static string Name(HistoryEvent entry) => entry.EventTypeCase switch
    {
        Kind.TaskScheduled => $"{entry.EventId} calls {entry.TaskScheduled.Name}({entry.TaskScheduled.Input})",
        Kind.TimerCreated => $"{entry.EventId} waits until {entry.TimerCreated.FireAt}",
        Kind.SubOrchestrationInstanceCreated => $"{entry.EventId} starts {entry.SubOrchestrationInstanceCreated.InstanceId}",
        Kind.EventSent => $"{entry.EventId} sends {entry.EventSent.Name}({entry.EventSent.Input}) to {entry.EventSent.InstanceId}",
        _ => $"{entry.EventId} ends as {entry.ExecutionCompleted.OrchestrationStatus} with {entry.ExecutionCompleted.Result}",
    };

    private static string Name(OrchestratorAction action) => action.OrchestratorActionTypeCase switch
    {
        OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask => $"{action.Id} calls {action.ScheduleTask.Name}({action.ScheduleTask.Input})",
        OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer => $"{action.Id} waits until {action.CreateTimer.FireAt}",
        OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration => $"{action.Id} starts {action.CreateSubOrchestration.InstanceId}",
        OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent => $"{action.Id} sends {action.SendEvent.Name}({action.SendEvent.Data}) to {action.SendEvent.Instance.InstanceId}",
        _ => $"{action.Id} ends as {action.CompleteOrchestration.OrchestrationStatus} with {action.CompleteOrchestration.Result}",
    };

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
