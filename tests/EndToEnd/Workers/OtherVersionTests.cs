using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tapir.DurableTask;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Worker;

namespace Tapir.EndToEnd.Workers;

/// <summary>A task hub whose workers were upgraded while something of the old version was under way.</summary>
[TestClass]
public sealed class OtherVersionTests
{
    [TestMethod]
    public async Task HubParked_VersionThatNoWorkerHas_ShowsItUntilAWorkerHasIt()
    {
        using TapirProgram program = new();
        using RunningProgram sidecar = program.Start([], "sidecar", "--port", "0");
        string address = sidecar.WaitFor("Listening on ").Split(' ')[2].TrimEnd(';');
        using IHost newer = await StartWorkerAsync(address, "3");
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddDurableTaskClient(client => client.UseGrpc(address)).BuildServiceProvider();
        DurableTaskClient client = services.GetRequiredService<DurableTaskClient>();
        await client.ScheduleNewOrchestrationInstanceAsync("greeting", null, new StartOrchestrationOptions { InstanceId = "hello", Version = "2" });

        string parked = WaitForParked(program);
        StringAssert.Contains(parked, "greeting of hello: ");
        StringAssert.Contains(parked, "this worker has only version '3' of 'greeting'; version '2' was asked for");
        StringAssert.Contains(program.Run("hub", "retry", "--all").AssertExitCode(0).Output, "1 item is in line again.");
        WaitForParked(program);

        using IHost older = await StartWorkerAsync(address, "2");

        Assert.AreEqual("version 2", (await client.WaitForInstanceCompletionAsync("hello", getInputsAndOutputs: true)).ReadOutputAs<string>());
        StringAssert.Contains(program.Run("hub", "parked").AssertExitCode(0).Output, "Nothing is parked.");
        await Task.WhenAll(newer.StopAsync(), older.StopAsync());
        sidecar.Signal("TERM");
        sidecar.WaitForEnd().AssertExitCode(0);
    }

    private static async Task<IHost> StartWorkerAsync(string address, string version)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDurableTaskWorker(worker => worker
            .AddTasks(tasks => tasks.AddOrchestratorFunc<string?, string>("greeting", new TaskVersion(version), (_, _) => Task.FromResult($"version {version}")))
            .UseGrpc(address));
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static string WaitForParked(TapirProgram program)
    {
        DateTime limit = DateTime.UtcNow.AddMinutes(2);
        string output;
        while ((output = program.Run("hub", "parked").AssertExitCode(0).Output).Contains("Nothing is parked.", StringComparison.Ordinal))
        {
            Assert.IsLessThan(limit, DateTime.UtcNow, "It was not parked.");
        }

        return output;
    }
}
