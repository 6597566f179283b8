using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Converters;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

[TestClass]
public sealed class WarmOrchestrationTests
{
    private readonly List<HistoryEvent> history = [];
    private readonly OrchestrationRunner runner;
    private int made;
    private int fetches;

    public WarmOrchestrationTests() => runner = new(
        _ =>
        {
            made++;
            return FuncTaskOrchestrator.Create<object?, int>(async (context, _) =>
            {
                await context.CallActivityAsync("first", context.CurrentUtcDateTime);
                await context.CallActivityAsync("second", context.CurrentUtcDateTime);
                return 0;
            });
        },
        new(JsonDataConverter.Default, TimeSpan.FromDays(3), string.Empty, NullLoggerFactory.Instance),
        null,
        new WarmOrchestrations(2),
        NullLogger.Instance);

    [TestMethod]
    public async Task Run_SameHistoryGoesOn_DoesNotReplay()
    {
        await FirstTurnAsync();
        await RunAsync(Request([Completed(0)]));

        Assert.AreEqual(1, made);
    }

    [TestMethod]
    public async Task Run_TurnWasCommittedByAnotherWorker_Replays()
    {
        await FirstTurnAsync();
        history[0] = Started(time.AddSeconds(1));

        OrchestratorTurn turn = await RunAsync(Request([Completed(0)]));

        Assert.AreEqual(2, made);
        Assert.AreEqual("second", ((OrchestratorTurn.Decided)turn).Only().ScheduleTask.Name);
    }

    [TestMethod]
    public async Task Run_TurnWasNotCommitted_Replays()
    {
        await FirstTurnAsync();
        List<HistoryEvent> first = [.. history.Take(2)];
        history.Clear();

        await RunAsync(Request(first));

        Assert.AreEqual(2, made);
    }

    [TestMethod]
    public async Task Run_AnotherExecution_Replays()
    {
        await FirstTurnAsync();
        OrchestratorRequest request = Request([Completed(0)]);
        request.ExecutionId = "next";

        await RunAsync(request);

        Assert.AreEqual(2, made);
    }

    [TestMethod]
    public async Task Run_HistoryLeftOutAtTheExpectedLength_DoesNotFetchIt()
    {
        await FirstTurnAsync();
        await RunAsync(RequestWithoutHistory([Completed(0)], history.Count));

        Assert.AreEqual(0, fetches);
        Assert.AreEqual(1, made);
    }

    [TestMethod]
    public async Task Run_HistoryLeftOutAtAnotherLength_FetchesIt()
    {
        await FirstTurnAsync();
        await RunAsync(RequestWithoutHistory([Completed(0)], history.Count - 1));

        Assert.AreEqual(1, fetches);
        Assert.AreEqual(2, made);
    }

    [TestMethod]
    public async Task Run_HistoryLeftOutOnAnotherConnection_FetchesIt()
    {
        await FirstTurnAsync();
        await RunAsync(RequestWithoutHistory([Completed(0)], history.Count), connection: 2);

        Assert.AreEqual(1, fetches);
    }

    [TestMethod]
    public async Task Run_AnswerWasNotTaken_Replays()
    {
        await FirstTurnAsync();
        runner.Forget("i");
        await RunAsync(RequestWithoutHistory([Completed(0)], history.Count));

        Assert.AreEqual(2, made);
    }

    [TestMethod]
    public void Keep_MoreThanFit_DropsTheOneUnusedForLongest()
    {
        WarmOrchestrations warm = new(2);
        WarmOrchestration any = new(new("i", _ => null, new(JsonDataConverter.Default, TimeSpan.FromDays(3), string.Empty, NullLoggerFactory.Instance)), new(), 1, 0, 0);
        warm.Keep("a", any);
        warm.Keep("b", any);
        warm.Keep("a", any);
        warm.Keep("c", any);

        Assert.AreEqual(2, warm.Count);
        Assert.IsNull(warm.Take("b"));
        Assert.IsNotNull(warm.Take("a"));
        Assert.IsNull(warm.Take("a"));
    }

    private readonly DateTime time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private async Task FirstTurnAsync()
    {
        HistoryEvent[] fresh =
        [
            Started(time),
            At(new() { ExecutionStarted = new() { Name = "o" } }),
        ];
        OrchestratorTurn.Decided turn = (OrchestratorTurn.Decided)await RunAsync(Request(fresh));
        history.AddRange(fresh);
        HistoryEvent scheduled = At(new() { TaskScheduled = new() { Name = turn.Only().ScheduleTask.Name } });
        scheduled.EventId = 0;
        history.Add(scheduled);
        history.Add(At(new() { OrchestratorCompleted = new() }));
    }

    private ValueTask<OrchestratorTurn> RunAsync(OrchestratorRequest request, long connection = 1) => runner.RunAsync(request, connection, () =>
    {
        fetches++;
        return Task.FromResult<IReadOnlyList<HistoryEvent>>(history);
    });

    private OrchestratorRequest Request(IEnumerable<HistoryEvent> fresh)
    {
        OrchestratorRequest request = new() { InstanceId = "i", ExecutionId = "e" };
        request.PastEvents.AddRange(history);
        request.NewEvents.AddRange(fresh);
        return request;
    }

    private static OrchestratorRequest RequestWithoutHistory(IEnumerable<HistoryEvent> fresh, int length)
    {
        OrchestratorRequest request = new() { InstanceId = "i", ExecutionId = "e", RequiresHistoryStreaming = true };
        request.NewEvents.AddRange(fresh);
        request.Properties[WarmExecutors.HistoryLengthProperty] = Value.ForNumber(length);
        return request;
    }

    private static HistoryEvent Started(DateTime time) => new() { EventId = -1, Timestamp = Timestamp.FromDateTime(time), OrchestratorStarted = new() };

    private HistoryEvent Completed(int id) => At(new() { TaskCompleted = new() { TaskScheduledId = id } });

    private HistoryEvent At(HistoryEvent happened)
    {
        happened.EventId = -1;
        happened.Timestamp = Timestamp.FromDateTime(time);
        return happened;
    }
}
