using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Client;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

[TestClass]
public sealed class WorkerEndToEndTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Run_TwoActivitiesInARow_ReturnsWhatTheyMade()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc<string, string>("hello", async (context, name) =>
                {
                    string greeting = await context.CallActivityAsync<string>("greet", name);
                    return await context.CallActivityAsync<string>("shout", greeting);
                })
                .AddActivityFunc<string, string>("greet", (_, name) => $"hello {name}")
                .AddActivityFunc<string, string>("shout", (_, text) => text.ToUpperInvariant()),
            Cancellation);

        OrchestrationMetadata done = await house.RunAsync("hello", "tapir", Cancellation);

        Assert.AreEqual(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.AreEqual("HELLO TAPIR", done.ReadOutputAs<string>());
        await worker.StopAsync(Cancellation);
    }
}
