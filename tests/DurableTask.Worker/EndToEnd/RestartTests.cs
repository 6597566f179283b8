using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Client;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

/// <summary>Worker or sidecar end and come back in the middle of an orchestration.</summary>
[TestClass]
public sealed class RestartTests
{
    private const int Limit = 60_000;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Worker_RestartedMidway_GoesOnWithoutDoingAnythingTwice()
    {
        int washed = 0;
        void Tasks(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc("laundry", async context =>
            {
                string clean = await context.CallActivityAsync<string>("wash");
                context.SetCustomStatus("washed");
                await context.WaitForExternalEvent<bool>("sun");
                return await context.CallActivityAsync<string>("dry", clean);
            })
            .AddActivityFunc("wash", _ => $"washed {Interlocked.Increment(ref washed)} times")
            .AddActivityFunc<string, string>("dry", (_, clean) => $"{clean} and dried");
        await using House house = await House.OpenAsync(Cancellation);
        string id;
        using (IHost first = await house.StartWorkerAsync(Tasks, Cancellation))
        {
            id = await house.Client.ScheduleNewOrchestrationInstanceAsync("laundry", Cancellation);
            await house.WaitForStatusAsync(id, "\"washed\"", Cancellation);
            await first.StopAsync(Cancellation);
        }

        await house.Client.RaiseEventAsync(id, "sun", true, Cancellation);
        using IHost second = await house.StartWorkerAsync(Tasks, Cancellation);
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual("washed 1 times and dried", done.ReadOutputAs<string>());
        await second.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Sidecar_RestartedMidway_TheWorkerComesBackAndGoesOn()
    {
        int washed = 0;
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("laundry", async context =>
                {
                    string clean = await context.CallActivityAsync<string>("wash");
                    context.SetCustomStatus("washed");
                    return clean + await context.WaitForExternalEvent<string>("sun");
                })
                .AddActivityFunc("wash", _ => $"washed {Interlocked.Increment(ref washed)} times"),
            Cancellation);
        string id = await house.Client.ScheduleNewOrchestrationInstanceAsync("laundry", Cancellation);
        await house.WaitForStatusAsync(id, "\"washed\"", Cancellation);

        await house.RestartSidecarAsync(Cancellation);
        await house.Client.RaiseEventAsync(id, "sun", " and dried", Cancellation);
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual("washed 1 times and dried", done.ReadOutputAs<string>());
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Stop_WhileNewWorkComes_HandsThatBackAndKeepsWhatItHas()
    {
        int runs = 0;
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource allowed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Tasks(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc("slow", context => context.CallActivityAsync<string>("work"))
            .AddOrchestratorFunc("quick", _ => Task.FromResult("quick"))
            .AddActivityFunc("work", async _ =>
            {
                int run = Interlocked.Increment(ref runs);
                begun.TrySetResult();
                await allowed.Task;
                return $"finished in run {run} of {runs}";
            });
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(Tasks, Cancellation);
        string slow = await house.Client.ScheduleNewOrchestrationInstanceAsync("slow", Cancellation);
        await begun.Task.WaitAsync(Cancellation);

        Task stopped = worker.StopAsync(Cancellation);
        string quick = await house.Client.ScheduleNewOrchestrationInstanceAsync("quick", Cancellation);
        using IHost next = await house.StartWorkerAsync(Tasks, Cancellation);
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(quick, getInputsAndOutputs: true, Cancellation);
        allowed.SetResult();
        await stopped;

        Assert.AreEqual("quick", done.ReadOutputAs<string>());
        Assert.AreEqual("finished in run 1 of 1", (await house.Client.WaitForInstanceCompletionAsync(slow, getInputsAndOutputs: true, Cancellation)).ReadOutputAs<string>());
        await next.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Stop_ActivityInHand_IsFinishedFirst()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource allowed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("slow", context => context.CallActivityAsync<string>("work"))
                .AddActivityFunc("work", async _ =>
                {
                    begun.SetResult();
                    await allowed.Task;
                    return "finished";
                }),
            Cancellation);
        string id = await house.Client.ScheduleNewOrchestrationInstanceAsync("slow", Cancellation);
        await begun.Task.WaitAsync(Cancellation);

        Task stopped = worker.StopAsync(Cancellation);
        Assert.IsFalse(stopped.IsCompleted);
        allowed.SetResult();
        await stopped;

        using IHost next = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("slow", context => context.CallActivityAsync<string>("work"))
                .AddActivityFunc("work", _ => "done again"),
            Cancellation);
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);
        Assert.AreEqual("finished", done.ReadOutputAs<string>());
        await next.StopAsync(Cancellation);
    }
}
