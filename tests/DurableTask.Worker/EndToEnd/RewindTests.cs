using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

/// <summary>A failed orchestration that is rewound: with the real worker, whose replay has to follow the history that is left.</summary>
[TestClass]
public sealed class RewindTests
{
    private const int Limit = 60_000;

    private readonly ConcurrentQueue<string> done = [];
    private volatile bool broken = true;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Rewind_OneBranchOfManyFailed_OnlyItRunsAgain()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await StartAsync(house);
        string id = await FailAsync(house, "parallel");
        Assert.HasCount(5, done.Distinct());

        broken = false;
        await house.Client.RewindInstanceAsync(id, "mended", Cancellation);
        OrchestrationMetadata ended = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.IsNull(ended.FailureDetails);
        CollectionAssert.AreEqual(new[] { "a1", "a2", "b1", "b2", "c1", "c2" }, ended.ReadOutputAs<string[]>());
        Assert.HasCount(6, done);
        Assert.HasCount(6, done.Distinct());
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Rewind_ChildrenFailed_GoOnFromTheirFailures()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await StartAsync(house);
        string id = await FailAsync(house, "family");

        broken = false;
        await house.Client.RewindInstanceAsync(id, "mended", Cancellation);
        OrchestrationMetadata ended = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        CollectionAssert.AreEqual(new[] { "a1", "b1", "b2" }, ended.ReadOutputAs<string[]>());
        CollectionAssert.AreEqual(new[] { "a1", "b1", "b2" }, done.ToArray());
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Rewind_RetriesUsedUp_TriesOnceMore()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await StartAsync(house);
        string id = await FailAsync(house, "stubborn");

        broken = false;
        await house.Client.RewindInstanceAsync(id, "mended", Cancellation);
        OrchestrationMetadata ended = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual("b2", ended.ReadOutputAs<string>());
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Rewind_TheOrchestratorItselfThrew_ItsCodeRunsAgain()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await StartAsync(house);
        string id = await FailAsync(house, "faulty");

        broken = false;
        await house.Client.RewindInstanceAsync(id, "mended", Cancellation);
        OrchestrationMetadata ended = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual("a1", ended.ReadOutputAs<string>());
        Assert.HasCount(1, done);
        IList<HistoryEvent> history = await house.Client.GetOrchestrationHistoryAsync(id, Cancellation);
        Assert.AreEqual("mended", history.Single(entry => entry.ExecutionRewound is not null).ExecutionRewound.Reason);
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Rewind_WhatIsNotThereOrHasNotFailed_IsRefusedAsTheSdkSays()
    {
        await using House house = await House.OpenAsync(Cancellation);
        await house.Client.ScheduleNewOrchestrationInstanceAsync("waits", new StartOrchestrationOptions("waiting"), Cancellation);

        ArgumentException unknown = await Assert.ThrowsExactlyAsync<ArgumentException>(() => house.Client.RewindInstanceAsync("unknown", "why not", Cancellation));
        InvalidOperationException running = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => house.Client.RewindInstanceAsync("waiting", "why not", Cancellation));

        StringAssert.Contains(unknown.Message, "unknown");
        StringAssert.Contains(running.Message, "only one that has failed can be rewound");
    }

    private static async Task<string[]> TwoStepsAsync(TaskOrchestrationContext context, string branch) =>
    [
        await context.CallActivityAsync<string>("step", branch + "1"),
        await context.CallActivityAsync<string>("step", branch + "2"),
    ];

    private async Task<string> FailAsync(House house, string orchestrator)
    {
        OrchestrationMetadata failed = await house.RunAsync(orchestrator, null, Cancellation);
        Assert.AreEqual(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        return failed.InstanceId;
    }

    /// <summary>While it is broken, step "b2" fails.</summary>
    private Task<IHost> StartAsync(House house) => house.StartWorkerAsync(
        tasks => tasks
            .AddOrchestratorFunc("parallel", async context =>
            {
                string[][] branches = await Task.WhenAll(TwoStepsAsync(context, "a"), TwoStepsAsync(context, "b"), TwoStepsAsync(context, "c"));
                return branches.SelectMany(steps => steps).ToArray();
            })
            .AddOrchestratorFunc("family", async context =>
            {
                string first = await context.CallActivityAsync<string>("step", "a1");
                return (string[])[first, .. await context.CallSubOrchestratorAsync<string[]>("child")];
            })
            .AddOrchestratorFunc("child", context => context.CallSubOrchestratorAsync<string[]>("grandchild"))
            .AddOrchestratorFunc("grandchild", context => TwoStepsAsync(context, "b"))
            .AddOrchestratorFunc("stubborn", context => context.CallActivityAsync<string>(
                "step", "b2", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(1)))))
            .AddOrchestratorFunc("faulty", async context =>
            {
                string first = await context.CallActivityAsync<string>("step", "a1");
                return broken ? throw new InvalidOperationException("not yet") : first;
            })
            .AddActivityFunc<string, string>("step", (_, name) =>
            {
                if (name == "b2" && broken)
                {
                    throw new IOException("The disk is full.");
                }

                done.Enqueue(name);
                return name;
            }),
        Cancellation);
}
