using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Sidecar;
using static Tapir.DurableTask.Worker.DurableTaskWorkerOptions;

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

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Instance_ThatNoWorkerHasInItsVersion_IsParkedWithAReasonThatNamesBothVersions()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost newer = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc<int, string>("größe", new TaskVersion("3"), (_, _) => Task.FromResult("new"))
                .AddOrchestratorFunc<int, string>("größe", new TaskVersion("4"), (_, _) => Task.FromResult("newest")),
            Cancellation);
        string id = await house.Client.ScheduleNewOrchestrationInstanceAsync("größe", 0, new StartOrchestrationOptions { Version = "2" }, Cancellation);

        ParkedItem parked = await ParkedAsync(house);

        Assert.AreEqual(id, parked.InstanceId);
        Assert.Contains("this worker has only version '3' and version '4' of 'größe'; version '2' was asked for", parked.Reason);
        Assert.AreEqual(OrchestrationRuntimeStatus.Pending, (await house.Client.GetInstanceAsync(id, Cancellation))!.RuntimeStatus);
        await newer.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Instance_WhoseVersionTheWorkerRejects_IsParkedUntilOneTakesIt()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost strict = await StartStrictAsync(house, "1");
        string id = await house.Client.ScheduleNewOrchestrationInstanceAsync("order", 0, new StartOrchestrationOptions { Version = "2" }, Cancellation);
        Assert.Contains("has version '2'; this worker takes version '1' only", (await ParkedAsync(house)).Reason);

        using IHost right = await StartStrictAsync(house, "2");

        Assert.AreEqual("by 2", (await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation)).ReadOutputAs<string>());
        await Task.WhenAll(strict.StopAsync(Cancellation), right.StopAsync(Cancellation));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Upgrade_InTheMiddleOfARun_ParksItUntilTheOldWorkerIsBackAfterARestartOfTheSidecar()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using (IHost old = await StartOldAsync(house))
        {
            string begun = await house.Client.ScheduleNewOrchestrationInstanceAsync("order", "1", new StartOrchestrationOptions { Version = "1", InstanceId = "order" }, Cancellation);
            await house.WaitForStatusAsync(begun, "\"waiting\"", Cancellation);
            await old.StopAsync(Cancellation);
        }

        using (IHost newer = await house.StartWorkerAsync(
            tasks => tasks.AddOrchestratorFunc<string, string>("order", new TaskVersion("2"), (_, _) => Task.FromResult("new")), Cancellation))
        {
            await house.Client.RaiseEventAsync("order", "go", "done", Cancellation);
            Assert.IsTrue((await ParkedAsync(house)).WaitsForAWorker);
            await house.RestartSidecarAsync(Cancellation);
            await ParkedAsync(house);
            await newer.StopAsync(Cancellation);
        }

        using IHost again = await StartOldAsync(house);

        Assert.AreEqual("done", (await house.Client.WaitForInstanceCompletionAsync("order", getInputsAndOutputs: true, Cancellation)).ReadOutputAs<string>());
        Assert.IsEmpty(await house.Hub.ListParkedAsync());
        await again.StopAsync(Cancellation);
    }

    private Task<IHost> StartStrictAsync(House house, string version) => house.StartWorkerAsync(
        tasks => tasks.AddOrchestratorFunc<int, string>("order", (_, _) => Task.FromResult($"by {version}")),
        Cancellation,
        worker => worker.UseVersioning(new() { Version = version, MatchStrategy = VersionMatchStrategy.Strict, FailureStrategy = VersionFailureStrategy.Reject }));

    private Task<IHost> StartOldAsync(House house) => house.StartWorkerAsync(
        tasks => tasks.AddOrchestratorFunc<string, string>("order", new TaskVersion("1"), (context, _) =>
        {
            context.SetCustomStatus("waiting");
            return context.WaitForExternalEvent<string>("go");
        }),
        Cancellation);

    private async Task<ParkedItem> ParkedAsync(House house)
    {
        IReadOnlyList<ParkedItem> parked;
        while ((parked = await house.Hub.ListParkedAsync()).Count == 0)
        {
            await Task.Delay(10, Cancellation);
        }

        return parked.Single();
    }

    private async Task SaidAsync(FakeLogCollector log, string text)
    {
        while (!log.GetSnapshot().Any(line => line.Level == LogLevel.Warning && line.Message.Contains(text, StringComparison.Ordinal)))
        {
            await Task.Delay(10, Cancellation);
        }
    }
}
