using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

[TestClass]
public sealed class TimerTests
{
    [TestMethod]
    public async Task CreateTimer_Delay_IsDueThatLongAfterTheTurnBegan()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });

        CreateTimerAction timer = (await hub.TurnAsync()).Only().CreateTimer;
        Assert.AreEqual(hub.Now.AddMinutes(5), timer.FireAt.ToDateTime());

        hub.Now = hub.Now.AddMinutes(6);
        (await hub.TurnAsync(hub.Fired(0))).EndsWith("\"2026-01-02T03:10:05Z\"");
    }

    [TestMethod]
    public async Task CreateTimer_LongerThanThreeDays_IsCutIntoPieces()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(7), CancellationToken.None);
            return "awake";
        });

        DateTime start = hub.Now;
        List<DateTime> due = [];
        OrchestratorTurn.Decided turn = await hub.TurnAsync();
        while (turn.Actions is [{ CreateTimer: { } timer, Id: int id }])
        {
            due.Add(timer.FireAt.ToDateTime());
            hub.Now = due[^1];
            turn = await hub.TurnAsync(hub.Fired(id));
        }

        turn.EndsWith("\"awake\"");
        CollectionAssert.AreEqual(new[] { start.AddDays(3), start.AddDays(6), start.AddDays(7) }, due);
    }

    [TestMethod]
    public async Task CreateTimer_Cancelled_IsCancelledAndFiresUnheard()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            using CancellationTokenSource stop = new();
            Task timer = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
            await context.WaitForExternalEvent<string>("stop");
            stop.Cancel();
            await context.WaitForExternalEvent<string>("go on");
            return timer.IsCanceled;
        });

        await hub.TurnAsync();
        await hub.TurnAsync(hub.Raised("stop", null));
        await hub.TurnAsync(hub.Fired(0));
        (await hub.TurnAsync(hub.Raised("go on", null))).EndsWith("true");
    }
}
