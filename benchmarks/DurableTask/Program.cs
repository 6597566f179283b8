// What durability costs: client and worker in one process, the sidecar in another, over a Unix socket; every commit flushed to disk (synchronous=FULL), nothing to do in the activities.
//
//   dotnet run -c Release --project benchmarks/DurableTask      (some five minutes; the numbers of docs/benchmarks.md)
//
// Beside them, from the same run, how often this disk flushes one small write a second: no commit can be faster alone.
using Tapir.DurableTask.Benchmarks;
using Tapir.DurableTask.Client;

if (args is ["sidecar", var folder])
{
    await SidecarProcess.ServeAsync(folder);
    return;
}

const int Completed = 100_000;
Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}; disk: {DiskFlushes.PerSecond():n0} flushed writes a second");
await using (BenchmarkHub hub = await BenchmarkHub.StartAsync())
{
    await new Standing(hub).PrintIdleAsync();
    await new Standing(hub).PrintWaitingAsync(10_000);
}

await using (BenchmarkHub hub = await BenchmarkHub.StartAsync())
{
    Throughput throughput = new(hub);
    await throughput.PrintAsync("warming up");
    await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Completed]));
    await throughput.PrintAsync("warm, the hub empty at first");
    await hub.TimeAsync("nothing", 1, Completed);
    Console.WriteLine($"disk: {DiskFlushes.PerSecond():n0} flushed writes a second");
    await throughput.PrintAsync($"with {Completed:n0} more completed instances in the hub");
    await new Standing(hub).PrintPageAsync();
}
