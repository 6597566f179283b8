using Google.Protobuf.WellKnownTypes;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>What an orchestrator may decide, in few words.</summary>
internal static class Actions
{
    public static OrchestratorAction Call(int id, string name, string? input = null) =>
        new() { Id = id, ScheduleTask = new ScheduleTaskAction { Name = name, Input = input } };

    public static OrchestratorAction Timer(int id, DateTimeOffset fireAt) =>
        new() { Id = id, CreateTimer = new CreateTimerAction { FireAt = Timestamp.FromDateTimeOffset(fireAt) } };

    public static OrchestratorAction Child(int id, string instance, string name, string? input = null) =>
        new() { Id = id, CreateSubOrchestration = new CreateSubOrchestrationAction { InstanceId = instance, Name = name, Input = input } };

    public static OrchestratorAction Send(int id, string instance, string name, string? data) =>
        new() { Id = id, SendEvent = new SendEventAction { Instance = new OrchestrationInstance { InstanceId = instance }, Name = name, Data = data } };

    public static OrchestratorAction Complete(int id, string? result, OrchestrationStatus status = OrchestrationStatus.Completed) =>
        new() { Id = id, CompleteOrchestration = new CompleteOrchestrationAction { OrchestrationStatus = status, Result = result } };

    public static OrchestratorAction Fail(int id, string message)
    {
        OrchestratorAction action = Complete(id, message, OrchestrationStatus.Failed);
        action.CompleteOrchestration.FailureDetails = new TaskFailureDetails { ErrorType = "Task", ErrorMessage = "A task failed: " + message };
        return action;
    }

    public static OrchestratorAction ContinueAsNew(int id, string? input, params HistoryEvent[] carryover)
    {
        OrchestratorAction action = Complete(id, input, OrchestrationStatus.ContinuedAsNew);
        action.CompleteOrchestration.CarryoverEvents.AddRange(carryover);
        return action;
    }
}
