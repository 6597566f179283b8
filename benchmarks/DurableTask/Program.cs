// What durability costs: client, worker and sidecar over a Unix socket, every commit flushed to disk (synchronous=FULL), nothing to do in the activities.
//
//   dotnet run -c Release --project benchmarks/DurableTask      (under a minute; the numbers of docs/benchmarks.md)
//
// Beside them, from the same minute, how often this disk flushes one small write a second: no commit can be faster alone.
using Tapir.DurableTask.Benchmarks;

const int Steps = 1000;
Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}; disk: {DiskFlushes.PerSecond():n0} flushed writes a second");
await using BenchmarkHub hub = await BenchmarkHub.StartAsync();
for (int repeat = 1; repeat <= 3; repeat++)
{
    TimeSpan alone = await hub.TimeAsync("chain", Steps, instances: 1);
    TimeSpan beside = await hub.TimeAsync("chain", Steps, instances: 10);
    TimeSpan fan = await hub.TimeAsync("fan", Steps, instances: 1);
    TimeSpan starts = await hub.TimeAsync("nothing", 0, instances: Steps);
    Console.WriteLine(
        $"{repeat}: one chain {Steps / alone.TotalSeconds:n0} activities/s, ten chains {10 * Steps / beside.TotalSeconds:n0}/s, fan-out of {Steps:n0} and fan-in {fan.TotalSeconds:f2} s, "
        + $"{Steps / starts.TotalSeconds:n0} orchestrations/s started and finished");
}
