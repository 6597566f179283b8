// What the response ledger costs: calls to a model that answers at once, 64 in flight, intent and response each committed and flushed; then the same calls again, answered from the ledger.
//
//   dotnet run -c Release --project benchmarks/Teachers         (half a minute; the numbers of docs/benchmarks.md)
using System.Diagnostics;
using Microsoft.Extensions.AI;
using Tapir.Teachers;
using Tapir.Teachers.Benchmarks;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Ledger;

const int Calls = 20_000;
const int InFlight = 64;
Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}; {Calls:n0} calls, {InFlight} in flight");
for (int repeat = 1; repeat <= 3; repeat++)
{
    DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir");
    await using (ResponseLedger ledger = ResponseLedger.Open(Path.Combine(folder.FullName, "ledger.db"), TimeProvider.System))
    {
        using CallGate gate = new(InFlight, perMinute: null, TimeProvider.System);
        using LedgerChatClient client = new(
            new InstantModel(), ledger, new CallOrigin("none", "", "instant"), new CallScope("run-1", "benchmark"), new CallDefaults(null, 100), price: null, gate);
        double paid = await PerSecondAsync(client);
        double found = await PerSecondAsync(client);
        Console.WriteLine($"{repeat}: {paid:n0} calls/s paid and recorded, {found:n0}/s found in the ledger");
    }

    folder.Delete(recursive: true);
}

static async Task<double> PerSecondAsync(IChatClient client)
{
    long start = Stopwatch.GetTimestamp();
    await Parallel.ForAsync(0, Calls, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (number, cancellation) =>
        await client.GetResponseAsync([new ChatMessage(ChatRole.User, $"{InstantModel.Instruction} {number}")], cancellationToken: cancellation));
    return Calls / Stopwatch.GetElapsedTime(start).TotalSeconds;
}
