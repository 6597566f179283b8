using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

[TestClass]
public sealed class CallTests
{
    [TestMethod]
    public async Task CallActivity_FirstTurn_SchedulesItWithItsInputInAList()
    {
        ScriptedHub hub = ScriptedHub.Of<string, string>((context, name) => context.CallActivityAsync<string>("greet", name), "\"tapir\"");

        OrchestratorAction scheduled = (await hub.TurnAsync()).Only();

        Assert.AreEqual(0, scheduled.Id);
        Assert.AreEqual("greet", scheduled.ScheduleTask.Name);
        Assert.AreEqual("[\"tapir\"]", scheduled.ScheduleTask.Input);
        Assert.IsNull(scheduled.ScheduleTask.Version);
    }

    [TestMethod]
    public async Task CallActivity_Completed_GoesOnWithItsResult()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
            await context.CallActivityAsync<int>("first") + await context.CallActivityAsync<int>("second"));

        await hub.TurnAsync();
        OrchestratorAction second = (await hub.TurnAsync(hub.Completed(0, "3"))).Only();
        Assert.AreEqual(1, second.Id);
        Assert.AreEqual("[null]", second.ScheduleTask.Input);
        (await hub.TurnAsync(hub.Completed(1, "4"))).EndsWith("7");
    }

    [TestMethod]
    public async Task CallActivity_Failed_ThrowsWithTheDetails()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            try
            {
                return await context.CallActivityAsync<string>("break");
            }
            catch (TaskFailedException failed)
            {
                return $"{failed.TaskName} #{failed.TaskId}: {failed.FailureDetails.ErrorMessage} {failed.FailureDetails.IsCausedBy<InvalidOperationException>()}";
            }
        });

        await hub.TurnAsync();
        (await hub.TurnAsync(hub.Failed(0, "no luck"))).EndsWith("\"break #0: no luck True\"");
    }

    [TestMethod]
    public async Task CallActivity_FailedAndNotCaught_FailsTheOrchestrationWithTheCauseInside()
    {
        ScriptedHub hub = ScriptedHub.Of(context => context.CallActivityAsync<string>("break"));

        await hub.TurnAsync();
        CompleteOrchestrationAction end = (await hub.TurnAsync(hub.Failed(0, "no luck"))).End();

        Assert.AreEqual(OrchestrationStatus.Failed, end.OrchestrationStatus);
        Assert.AreEqual(typeof(TaskFailedException).FullName, end.FailureDetails.ErrorType);
        Assert.AreEqual("System.InvalidOperationException", end.FailureDetails.InnerFailure.ErrorType);
        Assert.AreEqual("no luck", end.FailureDetails.InnerFailure.ErrorMessage);
    }

    [TestMethod]
    public async Task CallActivity_ResultTwice_TheFirstCounts()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
            await context.CallActivityAsync<int>("once") + await context.CallActivityAsync<int>("again"));

        await hub.TurnAsync();
        await hub.TurnAsync(hub.Completed(0, "1"), hub.Completed(0, "100"));
        (await hub.TurnAsync(hub.Completed(0, "1000"), hub.Completed(1, "2"))).EndsWith("3");
    }

    [TestMethod]
    public async Task CallActivity_ResultOfAnotherType_ThrowsInTheOrchestrator()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            try
            {
                return (await context.CallActivityAsync<int>("count")).ToString();
            }
            catch (System.Text.Json.JsonException)
            {
                return "not a number";
            }
        });

        await hub.TurnAsync();
        (await hub.TurnAsync(hub.Completed(0, "\"many\""))).EndsWith("\"not a number\"");
    }

    [TestMethod]
    public async Task CallActivity_OptionsGivenAsInput_Throws()
    {
        ScriptedHub hub = ScriptedHub.Of(context => context.CallActivityAsync<string>("greet", (object)new TaskOptions()));

        CompleteOrchestrationAction end = (await hub.TurnAsync()).End();

        StringAssert.Contains(end.Result, "TaskOptions");
    }

    [TestMethod]
    public async Task FanOut_ResultsInAnyOrder_AreJoined()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            int[] parts = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => context.CallActivityAsync<int>("square", i)));
            return parts.Sum();
        });

        Assert.HasCount(100, (await hub.TurnAsync()).Actions);
        await hub.TurnAsync([.. Enumerable.Range(50, 50).Reverse().Select(i => hub.Completed(i, $"{i * i}"))]);
        (await hub.TurnAsync([.. Enumerable.Range(0, 50).Select(i => hub.Completed(i, $"{i * i}"))])).EndsWith("328350");
    }

    [TestMethod]
    public async Task WhenAny_ActivityBeforeTimer_EndsWithoutWaitingForTheTimer()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            Task<string> work = context.CallActivityAsync<string>("work");
            Task timeUp = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return await Task.WhenAny(work, timeUp) == work ? await work : "too late";
        });

        Assert.HasCount(2, (await hub.TurnAsync()).Actions);
        (await hub.TurnAsync(hub.Completed(0, "\"done\""))).EndsWith("\"done\"");
    }

    [TestMethod]
    public async Task CallSubOrchestrator_WithoutId_HasAGuidOfItsOwnAndAnEmptyVersion()
    {
        ScriptedHub hub = ScriptedHub.Of(context => context.CallSubOrchestratorAsync<string>("child", "input"));

        CreateSubOrchestrationAction child = (await hub.TurnAsync()).Only().CreateSubOrchestration;

        Assert.IsTrue(Guid.TryParseExact(child.InstanceId, "N", out _), child.InstanceId);
        Assert.AreEqual(string.Empty, child.Version);
        Assert.AreEqual("\"input\"", child.Input);
        (await hub.TurnAsync(hub.ChildCompleted(0, "\"grown\""))).EndsWith("\"grown\"");
    }

    [TestMethod]
    public async Task CallSubOrchestrator_WithIdVersionAndTags_PassesThem()
    {
        SubOrchestrationOptions options = new(instanceId: "mine") { Version = "2.0", Tags = new Dictionary<string, string> { ["round"] = "1" } };
        ScriptedHub hub = ScriptedHub.Of(context => context.CallSubOrchestratorAsync<string>("child", options: options));

        CreateSubOrchestrationAction child = (await hub.TurnAsync()).Only().CreateSubOrchestration;

        Assert.AreEqual("mine", child.InstanceId);
        Assert.AreEqual("2.0", child.Version);
        Assert.AreEqual("1", child.Tags["round"]);
    }

    [TestMethod]
    public async Task SendEvent_ToAnother_IsADecision()
    {
        ScriptedHub hub = ScriptedHub.Of(context =>
        {
            context.SendEvent("other", "news", 5);
            return Task.FromResult(true);
        });

        OrchestratorTurn.Decided turn = await hub.TurnAsync();

        Assert.AreEqual("other", turn.Actions[0].SendEvent.Instance.InstanceId);
        Assert.AreEqual("5", turn.Actions[0].SendEvent.Data);
        turn.EndsWith("true");
    }

    [TestMethod]
    public async Task CallActivity_InAVersionedOrchestration_AsksForItsVersion()
    {
        ScriptedHub hub = new(FuncTaskOrchestrator.Create<object?, int>((context, _) => context.CallActivityAsync<int>("count")), version: "1.5");

        Assert.AreEqual("1.5", (await hub.TurnAsync()).Only().ScheduleTask.Version);
    }

    [TestMethod]
    public async Task Context_UsedFromAnotherThread_Throws()
    {
        ScriptedHub hub = ScriptedHub.Of(context =>
        {
            string? problem = null;
            Thread other = new(() =>
            {
                try
                {
                    context.CallActivityAsync("astray");
                }
                catch (InvalidOperationException thrown)
                {
                    problem = thrown.Message;
                }
            });
            other.Start();
            other.Join();
            return Task.FromResult(problem);
        });

        StringAssert.Contains((await hub.TurnAsync()).End().Result, "another thread");
    }
}
