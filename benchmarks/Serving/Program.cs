// What `tapir serve` bears, clients and server on the same cores: status requests as fast as they are answered, and some a second while a run trains.
//
//   dotnet run -c Release --project benchmarks/Serving            (some three minutes; the numbers of docs/benchmarks.md)
//   dotnet run -c Release --project benchmarks/Serving -- 3       (three runs with and three without requests, in turn, instead of two)
//
// Delays of the second part count from the moment at which a request should have been sent, so that a server that stands still is not spared.
using System.Diagnostics;
using Tapir.Serving.Benchmarks;

const int Clients = 50;
const int PerSecond = 100;
TimeSpan warmUp = TimeSpan.FromSeconds(3), measured = TimeSpan.FromSeconds(10);
int pairs = args.Length > 0 ? int.Parse(args[0]) : 2;

Console.WriteLine(Machine.Describe());
using (ServedTapir server = ServedTapir.Start())
{
    string run = await server.StartAsync(isQuick: true);
    await server.WaitForEndAsync(run);
    using HttpClient client = server.CreateClient(Clients);
    await ClosedLoop.RunAsync(client, $"/api/runs/{run}", Clients, warmUp);
    TimeSpan before = server.ProcessorTime;
    Latencies latencies = await ClosedLoop.RunAsync(client, $"/api/runs/{run}", Clients, measured);
    double cores = (server.ProcessorTime - before) / measured;
    Console.WriteLine($"{Clients} clients, as fast as they can: {latencies.Count / measured.TotalSeconds:N0} requests/s, {latencies}; the server used {cores:0.00} cores");
}

List<double> alone = [], loaded = [];
Latencies paced = new();
for (int pair = 0; pair < pairs; pair++)
{
    alone.Add(await TrainAsync(null));
    loaded.Add(await TrainAsync(paced));
}

Console.WriteLine($"{PerSecond} requests/s while a run trains: {paced}");
Console.WriteLine($"the run alone: {Text(alone)}; with the requests: {Text(loaded)}; slower by {((loaded.Min() / alone.Min()) - 1) * 100:0.0} % (fastest of each)");
Console.WriteLine(Machine.Load());

static string Text(List<double> seconds) => string.Join(", ", seconds.Select(time => $"{time:0.0} s"));

// A state folder for each, so that nothing is found again.
static async Task<double> TrainAsync(Latencies? latencies)
{
    using ServedTapir server = ServedTapir.Start();
    using HttpClient client = server.CreateClient(PerSecond);
    string run = await server.StartAsync();
    long begun = Stopwatch.GetTimestamp();
    using CancellationTokenSource over = new();
    Task requests = latencies is null ? Task.CompletedTask : OpenLoop.RunAsync(client, $"/api/runs/{run}", PerSecond, latencies, over.Token);
    await server.WaitForEndAsync(run);
    double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
    await over.CancelAsync();
    await requests;
    return seconds;
}
