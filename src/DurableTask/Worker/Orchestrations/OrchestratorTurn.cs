using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>What came of one turn.</summary>
/// <param name="Actions">What the orchestrator decided, in order.</param>
/// <param name="CustomStatus">Its custom status as text; null for none.</param>
internal sealed record OrchestratorTurn(IReadOnlyList<OrchestratorAction> Actions, string? CustomStatus);
