using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Tapir.Functions;
using Tapir.Host.Sharing;
using Tapir.Host.Sharing.Wire;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Joining;

/// <summary>What nobody waits for: lines of the call log, how far calls are, and requests that were answered from the ledger. Sent before the next result, or soon.</summary>
internal sealed class HomeNotes : ICallObserver, IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly Sharing.Wire.Sharing.SharingClient client;
    private readonly string worker;
    private readonly ILogger logger;
    private readonly Lock noting = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly CancellationTokenSource ending = new();
    private readonly Task loop;
    private readonly Dictionary<Guid, NotedCall> progressed = [];
    private NoteRequest waiting = new();
    private NoteRequest? unheard;
    private long number;

    /// <param name="worker">This worker's name, known to nobody else.</param>
    public HomeNotes(Sharing.Wire.Sharing.SharingClient client, string worker, TimeProvider clock, ILogger<HomeNotes> logger)
    {
        this.client = client;
        this.worker = worker;
        this.logger = logger;
        loop = SendSoonAsync(clock);
    }

    public void Started(Call call) => Note(notes => notes.Calls.Add(new NotedCall { CallJson = Write(call) }));

    public void Progressed(Call call, CallProgress progress)
    {
        Progress reached = new() { Done = progress.Done, Total = progress.Total };
        if (progress.Unit is { } unit)
        {
            reached.Unit = unit;
        }

        lock (noting)
        {
            // Of those between two notes only the last is worth telling.
            if (progressed.TryGetValue(call.Id, out NotedCall? before))
            {
                before.Progress = reached;
                return;
            }

            progressed[call.Id] = new NotedCall { CallJson = Write(call), Progress = reached };
        }
    }

    public void Finished(Call call, CallEnd end) => Note(notes =>
    {
        progressed.Remove(call.Id);
        notes.Calls.Add(new NotedCall { CallJson = Write(call), EndJson = Write(end) });
    });

    public void CountHit(CallAccount account) => Note(notes => notes.Hits.Add(LedgerWire.Of(account)));

    /// <summary>Sends what is waiting. What cannot be sent now goes with the next.</summary>
    public async Task SendAsync(CancellationToken cancellation)
    {
        await sending.WaitAsync(cancellation);
        try
        {
            await SendUnheardAsync(cancellation);
            unheard = Take();
            await SendUnheardAsync(cancellation);
        }
        catch (RpcException away)
        {
            cancellation.ThrowIfCancellationRequested();
            logger.NotesNotSent(away);
        }
        finally
        {
            sending.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await loop;
        using CancellationTokenSource last = new(LastWords);
        await SendAsync(last.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
        sending.Dispose();
    }

    private async Task SendSoonAsync(TimeProvider clock)
    {
        using PeriodicTimer timer = new(Soon, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token))
            {
                await SendAsync(ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The worker ends.
        }
    }

    private void Note(Action<NoteRequest> note)
    {
        lock (noting)
        {
            note(waiting);
        }
    }

    // It may have arrived although the answer did not: then it goes again as it was, under its number, and not with what came since.
    private async Task SendUnheardAsync(CancellationToken cancellation)
    {
        if (unheard is null)
        {
            return;
        }

        await client.NoteAsync(unheard, deadline: DateTime.UtcNow + TimeSpan.FromSeconds(30), cancellationToken: cancellation);
        unheard = null;
    }

    /// <returns>Null where nothing is waiting.</returns>
    private NoteRequest? Take()
    {
        lock (noting)
        {
            NoteRequest taken = waiting;
            taken.Calls.Add(progressed.Values);
            if (taken.Calls.Count + taken.Hits.Count == 0)
            {
                return null;
            }

            taken.Worker = worker;
            taken.Number = ++number;
            progressed.Clear();
            waiting = new NoteRequest();
            return taken;
        }
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, FunctionJson.Options);
}
