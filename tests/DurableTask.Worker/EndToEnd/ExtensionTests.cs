using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Client;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

/// <summary>What a host can add to its worker: a filter for orchestrations, values of exceptions.</summary>
[TestClass]
public sealed class ExtensionTests
{
    private const int Limit = 60_000;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task UseOrchestrationFilter_TagNotTaken_AnotherWorkerGetsIt()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost choosy = await house.StartWorkerAsync(
            tasks => tasks.AddOrchestratorFunc("main", _ => "choosy"), Cancellation, worker => worker.UseOrchestrationFilter(new NoGraphicsCard()));
        string other = await house.Client.ScheduleNewOrchestrationInstanceAsync(
            "main", new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["needs"] = "graphics card" } }, Cancellation);

        OrchestrationMetadata plain = await house.RunAsync("main", null, Cancellation);
        using IHost equipped = await house.StartWorkerAsync(tasks => tasks.AddOrchestratorFunc("main", _ => "equipped"), Cancellation);
        OrchestrationMetadata special = await house.Client.WaitForInstanceCompletionAsync(other, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual("choosy", plain.ReadOutputAs<string>());
        Assert.AreEqual("equipped", special.ReadOutputAs<string>());
        await Task.WhenAll(choosy.StopAsync(Cancellation), equipped.StopAsync(Cancellation));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ExceptionProperties_OfAnActivitysInnerException_ReachTheClient()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("main", context => context.CallActivityAsync<string>("print"))
                .AddActivityFunc("print", _ => throw new InvalidOperationException("cannot print", new OutOfPaperException(2))),
            Cancellation,
            services: services => services.AddSingleton<IExceptionPropertiesProvider, TrayProvider>());

        OrchestrationMetadata failed = await house.RunAsync("main", null, Cancellation);

        TaskFailureDetails thrown = failed.FailureDetails!.InnerFailure!;
        Assert.AreEqual("cannot print", thrown.ErrorMessage);
        Assert.IsNull(thrown.Properties);
        Assert.AreEqual(2.0, thrown.InnerFailure!.Properties!["tray"]);
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ExceptionProperties_ProviderThrows_TheFailureIsToldAllTheSame()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks.AddOrchestratorFunc<object?, string>("main", (_, _) => Task.FromException<string>(new TimeoutException("too late"))),
            Cancellation,
            services: services => services.AddSingleton<IExceptionPropertiesProvider, TrayProvider>());

        OrchestrationMetadata failed = await house.RunAsync("main", null, Cancellation);

        Assert.AreEqual("too late", failed.FailureDetails!.ErrorMessage);
        await worker.StopAsync(Cancellation);
    }

    private sealed class NoGraphicsCard : IOrchestrationFilter
    {
        public ValueTask<bool> IsOrchestrationValidAsync(OrchestrationFilterParameters info, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(info.Name == "main" && info.Tags?.ContainsKey("needs") != true);
    }

    private sealed class TrayProvider : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?>? GetExceptionProperties(Exception exception) => exception switch
        {
            OutOfPaperException paper => new Dictionary<string, object?> { ["tray"] = paper.Tray },
            TimeoutException => throw new InvalidOperationException("the provider is broken"),
            _ => null,
        };
    }

    private sealed class OutOfPaperException(int tray) : Exception($"Tray {tray} is empty.")
    {
        public int Tray => tray;
    }
}
