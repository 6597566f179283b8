using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tapir.DurableTask.Client;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

/// <summary>A worker that has a task in other versions only says so, and leaves what was asked of the missing one to a worker that has it.</summary>
[TestClass]
public sealed class OtherVersionTests
{
    private const int Limit = 60_000;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Instance_OfAVersionThatIsGone_WaitsForAWorkerThatHasIt()
    {
        await using House house = await House.OpenAsync(Cancellation);
        FakeLogCollector log = new();
        using IHost newer = await house.StartWorkerAsync(
            tasks => tasks.AddOrchestratorFunc<int, string>("order", new TaskVersion("2"), (_, _) => Task.FromResult("new")),
            Cancellation,
            services: services => services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log)));
        string id = await house.Client.ScheduleNewOrchestrationInstanceAsync("order", 0, new StartOrchestrationOptions { Version = "1" }, Cancellation);
        await SaidAsync(log, "'1'");

        using IHost older = await house.StartWorkerAsync(tasks => tasks.AddOrchestratorFunc<int, string>("order", new TaskVersion("1"), (_, _) => Task.FromResult("old")), Cancellation);

        Assert.AreEqual("old", (await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation)).ReadOutputAs<string>());
        await Task.WhenAll(newer.StopAsync(Cancellation), older.StopAsync(Cancellation));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Activity_OfAVersionThatIsGone_WaitsForAWorkerThatHasIt()
    {
        await using House house = await House.OpenAsync(Cancellation);
        FakeLogCollector log = new();
        using IHost newer = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("order", context => context.CallActivityAsync<string>("pack", 0, new TaskOptions { Version = "1" }))
                .AddActivityFunc<int, string>("pack", new TaskVersion("2"), (_, _) => Task.FromResult("new")),
            Cancellation,
            services: services => services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log)));
        string id = await house.Client.ScheduleNewOrchestrationInstanceAsync("order", Cancellation);
        await SaidAsync(log, "'1'");

        using IHost older = await house.StartWorkerAsync(
            tasks => tasks.AddActivityFunc<int, string>("pack", new TaskVersion("1"), (_, _) => Task.FromResult("old")), Cancellation, worker => worker.UseWorkItemFilters());

        Assert.AreEqual("old", (await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation)).ReadOutputAs<string>());
        await Task.WhenAll(newer.StopAsync(Cancellation), older.StopAsync(Cancellation));
    }

    private async Task SaidAsync(FakeLogCollector log, string text)
    {
        while (!log.GetSnapshot().Any(line => line.Level == LogLevel.Warning && line.Message.Contains(text, StringComparison.Ordinal)))
        {
            await Task.Delay(10, Cancellation);
        }
    }
}
