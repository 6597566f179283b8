using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>What an orchestrator has decided and its history does not record yet.</summary>
internal sealed class DecisionLog
{
    private readonly SortedDictionary<int, OrchestratorAction> open = [];
    private int nextId;

    /// <value>The open decisions, in the order in which they were made.</value>
    public IReadOnlyCollection<OrchestratorAction> Open => open.Values;

    /// <summary>Adds a decision and numbers it: from 0, one sequence over all kinds.</summary>
    public int Add(OrchestratorAction action)
    {
        action.Id = NextNumber();
        open.Add(action.Id, action);
        return action.Id;
    }

    /// <summary>Strikes out the decision that a history event records.</summary>
    /// <param name="recorded">A scheduled task, created timer or sub-orchestration, or sent event.</param>
    /// <param name="position">Its place in the history, from 0.</param>
    /// <exception cref="NonDeterministicOrchestrationException">The decision of that number is another one, or was not made.</exception>
    public void Confirm(HistoryEvent recorded, int position)
    {
        if (!open.Remove(recorded.EventId, out OrchestratorAction? decided))
        {
            throw new NonDeterministicOrchestrationException(
                position, Decisions.Describe(recorded), $"makes no decision #{recorded.EventId} there");
        }

        if (!Decisions.Agree(recorded, decided))
        {
            throw new NonDeterministicOrchestrationException(
                position, Decisions.Describe(recorded), $"makes {Decisions.Describe(decided)} there");
        }
    }

    /// <summary>Numbers a decision that is not recorded as one: the end.</summary>
    public int NextNumber() => nextId++;

    /// <summary>Strikes out all: the turn that made them is known to be recorded.</summary>
    public void ConfirmAll() => open.Clear();
}
