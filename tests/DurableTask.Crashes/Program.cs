using Microsoft.Testing.Platform.Builder;

namespace Tapir.DurableTask.Crashes.Tests;

/// <summary>Runs the tests; as <c>worker ADDRESS EFFECTS KEPT</c> it is the worker process that those tests kill.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["worker", string address, string effects, string kept])
        {
            await Processes.CrashWorker.RunAsync(address, new Checks.Effects(effects), int.Parse(kept));
            return 0;
        }

        ITestApplicationBuilder builder = await TestApplication.CreateBuilderAsync(arguments);
        builder.AddSelfRegisteredExtensions(arguments);
        using ITestApplication tests = await builder.BuildAsync();
        return await tests.RunAsync();
    }
}
