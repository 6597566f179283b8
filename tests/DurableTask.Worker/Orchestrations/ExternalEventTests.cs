using Tapir.DurableTask.Worker.Orchestrations;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

[TestClass]
public sealed class ExternalEventTests
{
    [TestMethod]
    public async Task WaitForExternalEvent_NameInAnotherCase_IsTheSame()
    {
        ScriptedHub hub = ScriptedHub.Of(context => context.WaitForExternalEvent<int>("Approval"));

        Assert.IsEmpty((await hub.TurnAsync()).Actions);
        (await hub.TurnAsync(hub.Raised("APPROVAL", "7"))).EndsWith("7");
    }

    [TestMethod]
    public async Task WaitForExternalEvent_EventsCameBefore_AreTakenInOrder()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            await context.CallActivityAsync("prepare");
            return await context.WaitForExternalEvent<string>("e") + await context.WaitForExternalEvent<string>("e");
        });

        await hub.TurnAsync(hub.Raised("e", "\"a\""), hub.Raised("E", "\"b\""));
        (await hub.TurnAsync(hub.Completed(0, null))).EndsWith("\"ab\"");
    }

    [TestMethod]
    public async Task WaitForExternalEvent_SeveralWaiters_TheNewestIsServedFirst()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            Task<string> older = context.WaitForExternalEvent<string>("e");
            Task<string> newer = context.WaitForExternalEvent<string>("e");
            return $"{await newer} then {await older}";
        });

        await hub.TurnAsync();
        await hub.TurnAsync(hub.Raised("e", "\"first\""));
        (await hub.TurnAsync(hub.Raised("e", "\"second\""))).EndsWith("\"first then second\"");
    }

    [TestMethod]
    public async Task WaitForExternalEvent_WaiterCancelled_TheEventGoesToTheNext()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            Task<string> patient = context.WaitForExternalEvent<string>("e");
            using CancellationTokenSource stop = new();
            Task<string> hasty = context.WaitForExternalEvent<string>("e", stop.Token);
            stop.Cancel();
            return $"{await patient} {hasty.IsCanceled}";
        });

        await hub.TurnAsync();
        (await hub.TurnAsync(hub.Raised("e", "\"kept\""))).EndsWith("\"kept True\"");
    }

    [TestMethod]
    public async Task WaitForExternalEvent_TimeOutPasses_IsCancelled()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("e", TimeSpan.FromMinutes(1));
            }
            catch (TaskCanceledException)
            {
                return "nobody came";
            }
        });

        Assert.AreEqual(hub.Now.AddMinutes(1), (await hub.TurnAsync()).Only().CreateTimer.FireAt.ToDateTime());
        (await hub.TurnAsync(hub.Fired(0))).EndsWith("\"nobody came\"");
    }

    [TestMethod]
    public async Task WaitForExternalEvent_EventBeforeTimeOut_IsDelivered()
    {
        ScriptedHub hub = ScriptedHub.Of(context => context.WaitForExternalEvent<string>("e", TimeSpan.FromMinutes(1)));

        await hub.TurnAsync();
        (await hub.TurnAsync(hub.Raised("e", "\"in time\""))).EndsWith("\"in time\"");
    }

    [TestMethod]
    public async Task WaitForExternalEvent_PayloadOfAnotherType_ThrowsInTheOrchestrator()
    {
        ScriptedHub hub = ScriptedHub.Of(context => context.WaitForExternalEvent<int>("e"));

        await hub.TurnAsync();
        OrchestratorTurn.Decided turn = await hub.TurnAsync(hub.Raised("e", "\"text\""));

        Assert.AreEqual("System.Text.Json.JsonException", turn.End().FailureDetails.ErrorType);
    }
}
