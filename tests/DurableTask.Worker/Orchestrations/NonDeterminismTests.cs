using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

[TestClass]
public sealed class NonDeterminismTests
{
    [TestMethod]
    public async Task Replay_CodeCallsAnotherActivity_FailsNamingEventExpectedAndFound()
    {
        CompleteOrchestrationAction end = await ReplayWithAsync(async context =>
        {
            await context.CallActivityAsync("paint");
            await context.CallActivityAsync("dry");
            return 0;
        });

        Assert.AreEqual(typeof(NonDeterministicOrchestrationException).FullName, end.FailureDetails.ErrorType);
        StringAssert.Contains(end.Result, "event 2 ");
        StringAssert.Contains(end.Result, "activity 'wash'");
        StringAssert.Contains(end.Result, "activity 'paint'");
    }

    [TestMethod]
    public async Task Replay_CodeStartsATimerInstead_Fails()
    {
        CompleteOrchestrationAction end = await ReplayWithAsync(async context =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
            return 0;
        });

        StringAssert.Contains(end.Result, "a timer");
    }

    [TestMethod]
    public async Task Replay_CodeNoLongerDecides_Fails()
    {
        CompleteOrchestrationAction end = await ReplayWithAsync(context => context.WaitForExternalEvent<int>("e"));

        StringAssert.Contains(end.Result, "makes no decision #0");
    }

    [TestMethod]
    public async Task Replay_CodeDecidesBesidesItsHistory_OnlyTheFailureIsSent()
    {
        CompleteOrchestrationAction end = await ReplayWithAsync(async context =>
        {
            await Task.WhenAll(context.CallActivityAsync("paint"), context.CallActivityAsync("dry"));
            return 0;
        });

        Assert.AreEqual(OrchestrationStatus.Failed, end.OrchestrationStatus);
    }

    private static async Task<CompleteOrchestrationAction> ReplayWithAsync(Func<TaskOrchestrationContext, Task<int>> changed)
    {
        ScriptedHub original = ScriptedHub.Of(async context =>
        {
            await context.CallActivityAsync("wash");
            await context.CallActivityAsync("dry");
            return 0;
        });
        await original.TurnAsync();
        await original.TurnAsync(original.Completed(0, null));
        OrchestratorTurn.Decided turn = ScriptedHub.Of(changed).Replay(original.History, [original.Completed(1, null)]);
        return turn.Only().CompleteOrchestration;
    }
}
