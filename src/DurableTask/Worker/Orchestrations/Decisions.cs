using Tapir.DurableTask.Protobuf;
using Action = Tapir.DurableTask.Protobuf.OrchestratorAction.OrchestratorActionTypeOneofCase;
using Event = Tapir.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>Compares decisions with the history events that record them, and words both.</summary>
internal static class Decisions
{
    /// <summary>Whether kind and name are the same. Inputs and times may differ: they change nothing in how the code goes on.</summary>
    public static bool Agree(HistoryEvent recorded, OrchestratorAction decided) => (recorded.EventTypeCase, decided.OrchestratorActionTypeCase) switch
    {
        (Event.TaskScheduled, Action.ScheduleTask) => SameName(recorded.TaskScheduled.Name, decided.ScheduleTask.Name),
        (Event.TimerCreated, Action.CreateTimer) => true,
        (Event.SubOrchestrationInstanceCreated, Action.CreateSubOrchestration) =>
            SameName(recorded.SubOrchestrationInstanceCreated.Name, decided.CreateSubOrchestration.Name),
        (Event.EventSent, Action.SendEvent) => SameName(recorded.EventSent.Name, decided.SendEvent.Name),
        _ => false,
    };

    public static string Describe(HistoryEvent recorded) => recorded.EventTypeCase switch
    {
        Event.TaskScheduled => $"activity '{recorded.TaskScheduled.Name}' as decision #{recorded.EventId}",
        Event.TimerCreated => $"a timer as decision #{recorded.EventId}",
        Event.SubOrchestrationInstanceCreated => $"sub-orchestration '{recorded.SubOrchestrationInstanceCreated.Name}' as decision #{recorded.EventId}",
        Event.EventSent => $"event '{recorded.EventSent.Name}' to '{recorded.EventSent.InstanceId}' as decision #{recorded.EventId}",
        _ => $"{recorded.EventTypeCase} #{recorded.EventId}",
    };

    public static string Describe(OrchestratorAction decided) => decided.OrchestratorActionTypeCase switch
    {
        Action.ScheduleTask => $"activity '{decided.ScheduleTask.Name}' its decision #{decided.Id}",
        Action.CreateTimer => $"a timer its decision #{decided.Id}",
        Action.CreateSubOrchestration => $"sub-orchestration '{decided.CreateSubOrchestration.Name}' its decision #{decided.Id}",
        Action.SendEvent => $"event '{decided.SendEvent.Name}' to '{decided.SendEvent.Instance?.InstanceId}' its decision #{decided.Id}",
        Action.CompleteOrchestration => $"its end its decision #{decided.Id}",
        _ => $"{decided.OrchestratorActionTypeCase} its decision #{decided.Id}",
    };

    private static bool SameName(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
