using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

internal static class TurnAssertions
{
    public static OrchestratorAction Only(this OrchestratorTurn.Decided turn)
    {
        Assert.HasCount(1, turn.Actions);
        return turn.Actions[0];
    }

    /// <returns>How the orchestration ended in this turn.</returns>
    public static CompleteOrchestrationAction End(this OrchestratorTurn.Decided turn)
    {
        CompleteOrchestrationAction? end = turn.Actions is [.., { } last] ? last.CompleteOrchestration : null;
        Assert.IsNotNull(end, "The orchestration did not end in this turn.");
        return end;
    }

    public static void EndsWith(this OrchestratorTurn.Decided turn, string? output)
    {
        CompleteOrchestrationAction end = turn.End();
        Assert.AreEqual(OrchestrationStatus.Completed, end.OrchestrationStatus, end.Result);
        Assert.AreEqual(output, end.Result);
    }
}
