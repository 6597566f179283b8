using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Converters;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

/// <summary>A backend that has its workers rewrite the history of what it rewinds.</summary>
[TestClass]
public sealed class RewindAnswerTests
{
    private readonly OrchestrationRunner runner = new(
        _ => FuncTaskOrchestrator.Create<object?, string>(async (context, _) =>
        {
            string kept = await context.CallActivityAsync<string>("works");
            string[] both = await Task.WhenAll(context.CallActivityAsync<string>("breaks"), context.CallSubOrchestratorAsync<string>("child"));
            return kept + both[0] + both[1];
        }),
        new(JsonDataConverter.Default, TimeSpan.FromDays(3), string.Empty, NullLoggerFactory.Instance),
        null,
        new WarmOrchestrations(2),
        NullLogger.Instance);

    [TestMethod]
    public async Task Run_RewoundAfterItsEnd_AnswersTheHistoryWithoutItsFailures()
    {
        OrchestratorAction action = (await RunAsync(Failed(), [Turn(), Rewound("parent's new execution")])).Actions.Single();

        RepeatedField<HistoryEvent> left = action.RewindOrchestration.NewHistory;
        CollectionAssert.AreEqual(
            new[] { "OrchestratorStarted", "ExecutionStarted", "TaskScheduled", "OrchestratorStarted", "TaskCompleted", "SubOrchestrationInstanceCreated", "OrchestratorStarted", "OrchestratorStarted", "ExecutionRewound" },
            left.Select(entry => entry.EventTypeCase.ToString()).ToArray());
        ExecutionStartedEvent started = left[1].ExecutionStarted;
        Assert.AreNotEqual("old", started.OrchestrationInstance.ExecutionId);
        Assert.AreEqual("parent's new execution", started.ParentInstance.OrchestrationInstance.ExecutionId);
    }

    [TestMethod]
    public async Task Run_RewrittenHistory_MakesTheFailedActivityAgain()
    {
        OrchestratorAction rewritten = (await RunAsync(Failed(), [Turn(), Rewound(null)])).Actions.Single();

        IReadOnlyList<OrchestratorAction> decided = (await RunAsync([.. rewritten.RewindOrchestration.NewHistory], [Turn(), Rewound(null)])).Actions;

        OrchestratorAction again = decided.Single();
        Assert.AreEqual("breaks", again.ScheduleTask.Name);
        Assert.AreEqual(1, again.Id);
    }

    private static List<HistoryEvent> Failed() =>
    [
        Turn(),
        At(-1, new()
        {
            ExecutionStarted = new()
            {
                Name = "orchestrator",
                OrchestrationInstance = new() { InstanceId = "instance", ExecutionId = "old" },
                ParentInstance = new() { OrchestrationInstance = new() { InstanceId = "parent", ExecutionId = "parent's old execution" } },
            },
        }),
        At(0, new() { TaskScheduled = new() { Name = "works" } }),
        Turn(),
        At(-1, new() { TaskCompleted = new() { TaskScheduledId = 0, Result = "\"kept\"" } }),
        At(1, new() { TaskScheduled = new() { Name = "breaks" } }),
        At(2, new() { SubOrchestrationInstanceCreated = new() { Name = "child", InstanceId = "c" } }),
        Turn(),
        At(-1, new() { TaskFailed = new() { TaskScheduledId = 1, FailureDetails = new() { ErrorMessage = "broken" } } }),
        At(-1, new() { SubOrchestrationInstanceFailed = new() { TaskScheduledId = 2, FailureDetails = new() { ErrorMessage = "broken too" } } }),
        At(3, new() { ExecutionCompleted = new() { OrchestrationStatus = OrchestrationStatus.Failed } }),
    ];

    private static HistoryEvent Turn() => At(-1, new() { OrchestratorStarted = new() });

    private static HistoryEvent Rewound(string? parentExecution) => At(-1, new() { ExecutionRewound = new() { Reason = "mended", ParentExecutionId = parentExecution } });

    private static HistoryEvent At(int id, HistoryEvent entry)
    {
        entry.EventId = id;
        entry.Timestamp = Timestamp.FromDateTime(new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        return entry;
    }

    private async Task<OrchestratorTurn.Decided> RunAsync(IReadOnlyList<HistoryEvent> past, IReadOnlyList<HistoryEvent> fresh)
    {
        OrchestratorRequest request = new() { InstanceId = "instance", ExecutionId = "old" };
        request.PastEvents.AddRange(past);
        request.NewEvents.AddRange(fresh);
        return (OrchestratorTurn.Decided)await runner.RunAsync(request, 1, () => throw new AssertFailedException("The history was sent."));
    }
}
