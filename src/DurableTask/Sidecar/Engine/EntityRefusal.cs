using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>What becomes of an orchestration that turns to an entity, which this hub does not have: it fails with a sentence, where otherwise it would wait for an answer for ever.</summary>
internal static class EntityRefusal
{
    /// <returns>The end that takes the place of all that was decided in the turn; null when nothing of it is for an entity.</returns>
    public static OrchestratorAction? Of(IEnumerable<OrchestratorAction> actions)
    {
        if (actions.FirstOrDefault(IsForEntity) is not { } asked)
        {
            return null;
        }

        const string Sentence = "Entities: this task hub does not offer that. Keep the state in an orchestration that waits for external events.";
        return new OrchestratorAction
        {
            Id = asked.Id,
            CompleteOrchestration = new CompleteOrchestrationAction
            {
                OrchestrationStatus = OrchestrationStatus.Failed,
                Result = Sentence,
                FailureDetails = new TaskFailureDetails { ErrorType = "EntitiesNotOffered", ErrorMessage = Sentence, IsNonRetriable = true },
            },
        };
    }

    /// <summary>Workers speak to entities by an action of its own, or by an event to an instance whose id is an entity's.</summary>
    private static bool IsForEntity(OrchestratorAction action) => action.SendEntityMessage is not null || action.SendEvent?.Instance?.InstanceId.StartsWith('@') == true;
}
