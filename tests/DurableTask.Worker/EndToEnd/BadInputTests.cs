using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Client;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

/// <summary>Code and clients that misbehave: what they do is said, and the others go on.</summary>
[TestClass]
public sealed class BadInputTests
{
    private const int Limit = 300_000;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Orchestrator_ThatNeverYields_IsToldOfAndTheOthersGoOn()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using ManualResetEventSlim release = new();
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeTimeProvider time = new();
        FakeLogCollector log = new();
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("stuck", _ =>
                {
                    entered.TrySetResult();
                    release.Wait(Cancellation);
                    return 1;
                })
                .AddOrchestratorFunc("quick", _ => 2),
            Cancellation,
            services: services => services.AddSingleton<TimeProvider>(time).AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log)));
        string stuck = await house.Client.ScheduleNewOrchestrationInstanceAsync("stuck", Cancellation);
        await entered.Task.WaitAsync(Cancellation);

        time.Advance(TimeSpan.FromSeconds(11));
        OrchestrationMetadata quick = await house.RunAsync("quick", null, Cancellation);

        Assert.AreEqual(2, quick.ReadOutputAs<int>());
        Assert.IsTrue(log.GetSnapshot().Any(line => line.Level == LogLevel.Warning && line.Message.Contains(stuck, StringComparison.Ordinal) && line.Message.Contains("'stuck'", StringComparison.Ordinal)), "A warning names it.");
        release.Set();
        Assert.AreEqual(1, (await house.Client.WaitForInstanceCompletionAsync(stuck, getInputsAndOutputs: true, Cancellation)).ReadOutputAs<int>());
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Events_AHundredThousandToOneInstance_AllArriveAndOthersGoOn()
    {
        const int Many = 100_000;
        const int AtOnce = 1_000;
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc<int, int>("flooded", async (context, seen) =>
                {
                    for (int more = 0; more < AtOnce; more++)
                    {
                        await context.WaitForExternalEvent<int>("drop");
                    }

                    if (seen + AtOnce < Many)
                    {
                        context.ContinueAsNew(seen + AtOnce);
                    }

                    return seen + AtOnce;
                })
                .AddOrchestratorFunc("quick", _ => 2),
            Cancellation);
        string flooded = await house.Client.ScheduleNewOrchestrationInstanceAsync("flooded", 0, Cancellation);

        await Parallel.ForAsync(
            0, Many, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation }, async (number, token) => await house.Client.RaiseEventAsync(flooded, "drop", number, token));
        OrchestrationMetadata quick = await house.RunAsync("quick", null, Cancellation);
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(flooded, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual(2, quick.ReadOutputAs<int>());
        Assert.AreEqual(Many, done.ReadOutputAs<int>());
        await worker.StopAsync(Cancellation);
    }
}
