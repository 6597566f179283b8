using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

[TestClass]
public sealed class LifecycleTests
{
    [TestMethod]
    public async Task Suspend_ResultsMeanwhile_AreHeldBackUntilResume()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            await context.CallActivityAsync("first");
            return await context.CallActivityAsync<string>("second");
        });

        await hub.TurnAsync();
        Assert.IsEmpty((await hub.TurnAsync(hub.Suspended())).Actions);
        Assert.IsEmpty((await hub.TurnAsync(hub.Completed(0, null))).Actions);
        Assert.AreEqual("second", (await hub.TurnAsync(hub.Resumed())).Only().ScheduleTask.Name);
        (await hub.TurnAsync(hub.Completed(1, "\"done\""))).EndsWith("\"done\"");
    }

    [TestMethod]
    public async Task Suspend_InTheTurnOfADecision_HoldsTheDecisionBack()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            await context.CallActivityAsync("first");
            return await context.CallActivityAsync<string>("second");
        });

        await hub.TurnAsync();
        Assert.IsEmpty((await hub.TurnAsync(hub.Completed(0, null), hub.Suspended())).Actions);
        Assert.AreEqual("second", (await hub.TurnAsync(hub.Resumed())).Only().ScheduleTask.Name);
    }

    [TestMethod]
    public async Task Terminate_WhileSuspended_EndsWithItsOutput()
    {
        ScriptedHub hub = ScriptedHub.Of(context => context.WaitForExternalEvent<string>("never"));

        await hub.TurnAsync();
        await hub.TurnAsync(hub.Suspended());
        CompleteOrchestrationAction end = (await hub.TurnAsync(hub.Terminated("\"enough\""))).End();

        Assert.AreEqual(OrchestrationStatus.Terminated, end.OrchestrationStatus);
        Assert.AreEqual("\"enough\"", end.Result);
    }

    [TestMethod]
    public async Task ContinueAsNew_EventsLeft_AreCarriedOverInOrder()
    {
        ScriptedHub hub = ScriptedHub.Of<int, int>(
            async (context, round) =>
            {
                await context.WaitForExternalEvent<string>("go");
                context.ContinueAsNew(round + 1);
                return 0;
            },
            "4");

        await hub.TurnAsync(hub.Raised("b", "1"), hub.Raised("a", "2"));
        CompleteOrchestrationAction end = (await hub.TurnAsync(hub.Raised("go", null), hub.Raised("go", "3"))).End();

        Assert.AreEqual(OrchestrationStatus.ContinuedAsNew, end.OrchestrationStatus);
        Assert.AreEqual("5", end.Result);
        CollectionAssert.AreEqual(new[] { "1", "2", "3" }, end.CarryoverEvents.Select(carried => carried.EventRaised.Input).ToArray());
    }

    [TestMethod]
    public async Task ContinueAsNew_EventsNotPreserved_CarriesOnlyThoseThatCameAfterTheReturn()
    {
        ScriptedHub hub = ScriptedHub.Of<int, int>(
            async (context, _) =>
            {
                await context.WaitForExternalEvent<string>("go");
                context.ContinueAsNew(1, preserveUnprocessedEvents: false);
                return 0;
            },
            "0");

        await hub.TurnAsync(hub.Raised("b", "1"));
        CompleteOrchestrationAction end = (await hub.TurnAsync(hub.Raised("go", null), hub.Raised("late", "2"))).End();

        Assert.AreEqual("2", end.CarryoverEvents.Single().EventRaised.Input);
    }

    [TestMethod]
    public async Task ContinueAsNew_NewVersion_IsPassed()
    {
        ScriptedHub hub = ScriptedHub.Of(context =>
        {
            context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2" });
            return Task.FromResult(0);
        });

        Assert.AreEqual("2", (await hub.TurnAsync()).End().NewVersion);
    }

    [TestMethod]
    public async Task SetCustomStatus_EachTurn_IsSentUntilCleared()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            context.SetCustomStatus(new { step = 1 });
            await context.WaitForExternalEvent<string>("a");
            await context.WaitForExternalEvent<string>("b");
            context.SetCustomStatus(null);
            return 0;
        });

        Assert.AreEqual("""{"step":1}""", (await hub.TurnAsync()).CustomStatus);
        Assert.AreEqual("""{"step":1}""", (await hub.TurnAsync(hub.Raised("a", null))).CustomStatus);
        Assert.IsNull((await hub.TurnAsync(hub.Raised("b", null))).CustomStatus);
    }

    [TestMethod]
    public async Task NewGuid_OnReplay_IsTheSameAgain()
    {
        ScriptedHub hub = ScriptedHub.Of(async context =>
        {
            Guid first = context.NewGuid();
            Guid second = context.NewGuid();
            await context.CallActivityAsync("work");
            Assert.AreEqual('5', first.ToString("N")[12]);
            return $"{first != second} {first == context.NewGuid()}";
        });

        await hub.TurnAsync();
        hub.Now = hub.Now.AddSeconds(1);
        (await hub.TurnAsync(hub.Completed(0, null))).EndsWith("\"True False\"");
    }

    [TestMethod]
    public async Task ReplaySafeLogger_Replayed_LogsEachLineOnce()
    {
        using LineCounter lines = new();
        ITaskOrchestrator orchestrator = FuncTaskOrchestrator.Create<object?, int>(async (context, _) =>
        {
            ILogger logger = context.CreateReplaySafeLogger<LifecycleTests>();
            logger.LogInformation("before");
            await context.CallActivityAsync("work");
            logger.LogInformation("after");
            return 0;
        });
        ScriptedHub hub = new(orchestrator, loggers: lines);

        await hub.TurnAsync();
        await hub.TurnAsync(hub.Completed(0, null));

        // Three workers, one of which replays the first turn in the second.
        Assert.AreEqual(3, lines.Of("before"));
        Assert.AreEqual(3, lines.Of("after"));
    }

    [TestMethod]
    public async Task Start_OrchestratorNotRegistered_FailsForGood()
    {
        ScriptedHub hub = new((ExecutionStartedEvent _) => null);

        CompleteOrchestrationAction end = (await hub.TurnAsync()).End();

        Assert.AreEqual("OrchestratorTaskNotFound", end.FailureDetails.ErrorType);
        Assert.IsTrue(end.FailureDetails.IsNonRetriable);
    }

    [TestMethod]
    public void Advance_HistoryWithoutAStart_Fails()
    {
        ScriptedHub hub = ScriptedHub.Of(_ => Task.FromResult(0));

        OrchestratorTurn.Decided turn = hub.Replay([], [hub.At(new() { OrchestratorStarted = new() }), hub.Raised("e", null)]);

        StringAssert.Contains(turn.End().Result, "history");
    }

    [TestMethod]
    public async Task Return_OutputThatCannotBeWritten_Fails()
    {
        ScriptedHub hub = ScriptedHub.Of(_ => Task.FromResult<object>((Action)(() => { })));

        Assert.AreEqual(OrchestrationStatus.Failed, (await hub.TurnAsync()).End().OrchestrationStatus);
    }

    [TestMethod]
    public void Advance_OrchestratorAwaitsSomethingElse_IsNoticed()
    {
        TaskCompletionSource elsewhere = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ITaskOrchestrator orchestrator = FuncTaskOrchestrator.Create<object?, int>(async (_, _) =>
        {
            await elsewhere.Task;
            return 0;
        });
        ScriptedHub hub = new(orchestrator);
        OrchestrationExecutor executor = new(ScriptedHub.InstanceId, _ => orchestrator, new(Converters.JsonDataConverter.Default, TimeSpan.FromDays(3), string.Empty, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance));
        Assert.IsEmpty(executor.Advance([hub.At(new() { OrchestratorStarted = new() }), hub.At(new() { ExecutionStarted = new() { Name = "o" } })]).Actions);

        elsewhere.SetResult();
        Assert.IsTrue(SpinWait.SpinUntil(() => executor.Strayed, TimeSpan.FromSeconds(30)));
        Assert.IsEmpty(executor.Advance([hub.Raised("e", null)]).Actions);
    }

    private sealed class LineCounter : ILoggerFactory, ILogger
    {
        private readonly List<string> lines = [];

        public int Of(string line) => lines.Count(logged => logged == line);

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));
    }
}
