using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>What came of one turn.</summary>
internal abstract record OrchestratorTurn
{
    /// <param name="Actions">What the orchestrator decided, in order.</param>
    /// <param name="CustomStatus">Its custom status as text; null for none.</param>
    internal sealed record Decided(IReadOnlyList<OrchestratorAction> Actions, string? CustomStatus) : OrchestratorTurn;

    /// <summary>This worker does not take orchestrations of that version.</summary>
    internal sealed record Refused(string Name, TaskFailureDetails Reason) : OrchestratorTurn;
}
