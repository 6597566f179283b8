using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Testing;
using Tapir.DurableTask.Worker.Tests.EndToEnd;

namespace Tapir.DurableTask.Worker.Tests.Testing;

/// <summary>Histories that a hub recorded, replayed against the code that made them and against changed code.</summary>
[TestClass]
public sealed class OrchestrationReplayTests
{
    private const int Limit = 60_000;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Check_SameCode_FollowsFromFileToTheEnd()
    {
        RecordedHistory history = Reread(await RecordAsync(Original));

        Assert.IsNull(new OrchestrationReplay(tasks => tasks.AddOrchestratorFunc("order", Original)).Check(history));
        Assert.IsTrue(history.Events.Any(happened => happened.ExecutionCompleted is not null));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Check_AnotherActivity_NamesTheEventTheRecordedAndTheFound() => await AssertDiffersAsync(
        async context =>
        {
            await context.CallActivityAsync<int>("first");
            await context.CallActivityAsync<int>("third");
            return 7;
        },
        happened => happened.TaskScheduled?.Name == "second",
        "activity 'second'",
        "activity 'third'");

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Check_OneStepMoreInATurn_NamesTheEndOfThatTurn() => await AssertDiffersAsync(
        async context =>
        {
            Task<int> first = context.CallActivityAsync<int>("first");
            Task<int> extra = context.CallActivityAsync<int>("extra");
            return await first + await extra;
        },
        happened => happened.OrchestratorCompleted is not null,
        "the end of the turn",
        "activity 'extra'");

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Check_EndsEarlier_NamesTheStepThatIsMissing() => await AssertDiffersAsync(
        async context => await context.CallActivityAsync<int>("first"), happened => happened.TaskScheduled?.Name == "second", "activity 'second'", "its end as Completed with 1");

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Check_AnotherResult_NamesTheEnd() => await AssertDiffersAsync(
        async context => await Original(context) + 1, happened => happened.ExecutionCompleted is not null, "with 3", "with 4");

    [TestMethod]
    public void Read_SomethingElse_SaysSo()
    {
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => RecordedHistory.Read("[1]")).Message, "tapir history");
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => RecordedHistory.Read("""{"format":"tapir-history/9","instances":[]}""")).Message, "tapir-history/9");
    }

    private static async Task<int> Original(TaskOrchestrationContext context) =>
        await context.CallActivityAsync<int>("first") + await context.CallActivityAsync<int>("second");

    private async Task AssertDiffersAsync(Func<TaskOrchestrationContext, Task<int>> changed, Func<HistoryEvent, bool> at, string recorded, string found)
    {
        RecordedHistory history = await RecordAsync(Original);

        ReplayDifference? difference = new OrchestrationReplay(tasks => tasks.AddOrchestratorFunc("order", changed)).Check(history);

        Assert.IsNotNull(difference);
        Assert.AreEqual(history.Events.Index().First(entry => at(entry.Item)).Index, difference.Position, difference.ToString());
        StringAssert.Contains(difference.Recorded, recorded);
        StringAssert.Contains(difference.Found, found);
    }

    private async Task<RecordedHistory> RecordAsync(Func<TaskOrchestrationContext, Task<int>> code)
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks.AddOrchestratorFunc("order", code).AddActivityFunc("first", _ => 1).AddActivityFunc("second", _ => 2), Cancellation);
        OrchestrationMetadata done = await house.RunAsync("order", null, Cancellation);
        RecordedHistory history = new(done.InstanceId, [.. await house.Client.GetOrchestrationHistoryAsync(done.InstanceId, Cancellation)]);
        await worker.StopAsync(Cancellation);
        return history;
    }

    private static RecordedHistory Reread(RecordedHistory history)
    {
        using StringWriter file = new();
        RecordedHistory.Write(file, [history]);
        return RecordedHistory.Read(file.ToString()).Single();
    }
}
