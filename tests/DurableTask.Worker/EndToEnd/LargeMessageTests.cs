using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Client;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

/// <summary>What is larger than one message may be.</summary>
[TestClass]
public sealed class LargeMessageTests
{
    private const int Limit = 60_000;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CallActivity_ResultAboveTheMessageLimit_FailsWithASentence()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("huge", context => context.CallActivityAsync<string>("make"))
                .AddActivityFunc("make", _ => new string('x', 5_000_000)),
            Cancellation);

        OrchestrationMetadata done = await house.RunAsync("huge", null, Cancellation);

        Assert.AreEqual(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        StringAssert.Contains(done.FailureDetails!.ErrorMessage, "return references");
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task History_AboveTheMessageLimit_ReachesAWorkerThatHasNothingKept()
    {
        void Tasks(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc("long", async context =>
            {
                int length = 0;
                for (int i = 0; i < 8; i++)
                {
                    length += (await context.CallActivityAsync<string>("make")).Length;
                }

                context.SetCustomStatus("made");
                await context.WaitForExternalEvent<bool>("go on");
                return length + (await context.CallActivityAsync<string>("make")).Length;
            })
            .AddActivityFunc("make", _ => new string('x', 750_000));
        await using House house = await House.OpenAsync(Cancellation);
        string id;
        using (IHost first = await house.StartWorkerAsync(Tasks, Cancellation))
        {
            id = await house.Client.ScheduleNewOrchestrationInstanceAsync("long", Cancellation);
            await house.WaitForStatusAsync(id, "\"made\"", Cancellation);
            await first.StopAsync(Cancellation);
        }

        await house.Client.RaiseEventAsync(id, "go on", true, Cancellation);
        using IHost second = await house.StartWorkerAsync(Tasks, Cancellation);
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual(9 * 750_000, done.ReadOutputAs<int>());
        await second.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task FanOut_ThousandInputsAboveTheMessageLimit_AreSentInParts()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("fan", async context =>
                {
                    int[] lengths = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => context.CallActivityAsync<int>("measure", new string('x', 10_000))));
                    return lengths.Sum();
                })
                .AddActivityFunc<string, int>("measure", (_, text) => text.Length),
            Cancellation);

        OrchestrationMetadata done = await house.RunAsync("fan", null, Cancellation);

        Assert.AreEqual(5_000_000, done.ReadOutputAs<int>());
        await worker.StopAsync(Cancellation);
    }
}
