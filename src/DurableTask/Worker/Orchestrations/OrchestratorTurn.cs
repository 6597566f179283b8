using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Tracing;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>What came of one turn.</summary>
internal abstract record OrchestratorTurn
{
    /// <param name="Actions">What the orchestrator decided, in order.</param>
    /// <param name="CustomStatus">Its custom status as text; null for none.</param>
    internal sealed record Decided(IReadOnlyList<OrchestratorAction> Actions, string? CustomStatus) : OrchestratorTurn
    {
        /// <value>The span of the execution that this turn brought to its end; null while it goes on.</value>
        public OrchestrationSpan? Ended { get; init; }
    }

    /// <summary>This worker has the orchestration in other versions only, and never takes it.</summary>
    /// <param name="Why">A sentence.</param>
    internal sealed record OtherVersion(string Name, string Why) : OrchestratorTurn;

    /// <summary>This worker does not take that orchestration now; it, or another, may later.</summary>
    /// <param name="Why">As the end of "is handed back: ".</param>
    internal sealed record NotTaken(string Name, string Why) : OrchestratorTurn;

    /// <summary>This worker does not take orchestrations of that version.</summary>
    internal sealed record Refused(string Name, TaskFailureDetails Reason) : OrchestratorTurn;
}
