using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

[TestClass]
public sealed class RetryTests
{
    [TestMethod]
    public async Task RetryPolicy_FailsAgainAndAgain_WaitsLongerEachTimeAndGivesUp()
    {
        RetryPolicy policy = new(4, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(3));
        ScriptedHub hub = ScriptedHub.Of(context => context.CallActivityAsync<string>("flaky", options: TaskOptions.FromRetryPolicy(policy)));

        List<double> waits = [];
        OrchestratorTurn.Decided turn = await hub.TurnAsync();
        while (turn.Only() is { ScheduleTask: not null } call)
        {
            turn = await hub.TurnAsync(hub.Failed(call.Id, "not yet"));
            if (turn.Only() is { CreateTimer: { } timer } waiting)
            {
                waits.Add((timer.FireAt.ToDateTime() - hub.Now).TotalSeconds);
                hub.Now = timer.FireAt.ToDateTime();
                turn = await hub.TurnAsync(hub.Fired(waiting.Id));
            }
        }

        CollectionAssert.AreEqual(new[] { 1.0, 2.0, 3.0 }, waits);
        Assert.AreEqual(OrchestrationStatus.Failed, turn.End().OrchestrationStatus);
    }

    [TestMethod]
    public async Task RetryPolicy_SucceedsLater_ReturnsTheResult()
    {
        RetryPolicy policy = new(3, TimeSpan.FromSeconds(1));
        ScriptedHub hub = ScriptedHub.Of(context => context.CallActivityAsync<string>("flaky", options: TaskOptions.FromRetryPolicy(policy)));

        await hub.TurnAsync();
        await hub.TurnAsync(hub.Failed(0, "not yet"));
        await hub.TurnAsync(hub.Fired(1));
        (await hub.TurnAsync(hub.Completed(2, "\"at last\""))).EndsWith("\"at last\"");
    }

    [TestMethod]
    public async Task RetryPolicy_FailureThatNoTryCanMend_IsNotTriedAgain()
    {
        RetryPolicy policy = new(3, TimeSpan.FromSeconds(1));
        ScriptedHub hub = ScriptedHub.Of(context => context.CallActivityAsync<string>("missing", options: TaskOptions.FromRetryPolicy(policy)));

        await hub.TurnAsync();
        Assert.AreEqual(OrchestrationStatus.Failed, (await hub.TurnAsync(hub.Failed(0, "no such activity", nonRetriable: true))).End().OrchestrationStatus);
    }

    [TestMethod]
    public async Task RetryPolicy_HandleFailureSaysNo_IsNotTriedAgain()
    {
        RetryPolicy policy = new(3, TimeSpan.FromSeconds(1)) { HandleFailure = failure => !failure.ErrorMessage.Contains("fatal") };
        ScriptedHub hub = ScriptedHub.Of(context => context.CallActivityAsync<string>("flaky", options: TaskOptions.FromRetryPolicy(policy)));

        await hub.TurnAsync();
        await hub.TurnAsync(hub.Failed(0, "passing"));
        await hub.TurnAsync(hub.Fired(1));
        Assert.AreEqual(OrchestrationStatus.Failed, (await hub.TurnAsync(hub.Failed(2, "fatal"))).End().OrchestrationStatus);
    }

    [TestMethod]
    public async Task RetryPolicy_TimeIsUp_IsNotTriedAgain()
    {
        RetryPolicy policy = new(100, TimeSpan.FromSeconds(10), retryTimeout: TimeSpan.FromSeconds(15));
        ScriptedHub hub = ScriptedHub.Of(context => context.CallActivityAsync<string>("flaky", options: TaskOptions.FromRetryPolicy(policy)));

        await hub.TurnAsync();
        await hub.TurnAsync(hub.Failed(0, "1"));
        hub.Now = hub.Now.AddSeconds(10);
        await hub.TurnAsync(hub.Fired(1));
        hub.Now = hub.Now.AddSeconds(10);
        Assert.AreEqual(OrchestrationStatus.Failed, (await hub.TurnAsync(hub.Failed(2, "2"))).End().OrchestrationStatus);
    }

    [TestMethod]
    public async Task RetryHandler_WaitsAndSaysYesOnce_IsTriedOnceMore()
    {
        ScriptedHub hub = ScriptedHub.Of(context => context.CallActivityAsync<string>("flaky", options: TaskOptions.FromRetryHandler(async retry =>
        {
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromSeconds(5), CancellationToken.None);
            return retry.LastAttemptNumber < 2;
        })));

        await hub.TurnAsync();
        Assert.IsNotNull((await hub.TurnAsync(hub.Failed(0, "1"))).Only().CreateTimer);
        Assert.IsNotNull((await hub.TurnAsync(hub.Fired(1))).Only().ScheduleTask);
        await hub.TurnAsync(hub.Failed(2, "2"));
        Assert.AreEqual(OrchestrationStatus.Failed, (await hub.TurnAsync(hub.Fired(3))).End().OrchestrationStatus);
    }

    [TestMethod]
    public async Task RetryPolicy_SubOrchestration_EachTryIsAnInstanceOfItsOwn()
    {
        RetryPolicy policy = new(2, TimeSpan.FromSeconds(1));
        ScriptedHub hub = ScriptedHub.Of(context => context.CallSubOrchestratorAsync<string>("child", options: TaskOptions.FromRetryPolicy(policy)));

        string first = (await hub.TurnAsync()).Only().CreateSubOrchestration.InstanceId;
        await hub.TurnAsync(hub.At(new() { SubOrchestrationInstanceFailed = new() { TaskScheduledId = 0 } }));
        string second = (await hub.TurnAsync(hub.Fired(1))).Only().CreateSubOrchestration.InstanceId;

        Assert.AreNotEqual(first, second);
    }
}
