using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Crashes.Tests.Checks;
using Tapir.DurableTask.Crashes.Tests.Poison;
using Tapir.DurableTask.Crashes.Tests.Scenarios;
using Tapir.DurableTask.Worker;
using Tapir.DurableTask.Worker.Grpc;

namespace Tapir.DurableTask.Crashes.Tests.Processes;

/// <summary>The worker process: does the work of all scenarios until its standard input closes, or it is killed.</summary>
internal static class CrashWorker
{
    public const string Greeting = "The worker works.";

    public static async Task RunAsync(string address, Effects effects, int kept)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDurableTaskWorker(worker => worker
            .AddTasks(tasks =>
            {
                Scenario.RegisterAll(tasks, effects);
                NativeCrash.Register(tasks);
            })
            .UseGrpc(options =>
            {
                options.Address = address;
                options.MaximumWarmOrchestrations = kept;

                // The sidecar dies every second: nobody has time for polite pauses.
                options.ReconnectBackoffBase = TimeSpan.FromMilliseconds(20);
                options.ReconnectBackoffCap = TimeSpan.FromMilliseconds(100);
                options.TransientRetryBackoffBase = TimeSpan.FromMilliseconds(20);
                options.TransientRetryBackoffCap = TimeSpan.FromMilliseconds(200);
                options.TransientRetryMaxAttempts = 1000;
            }));
        using IHost host = builder.Build();
        await host.StartAsync();
        Console.WriteLine(Greeting);
        await Console.In.ReadToEndAsync();
    }
}
