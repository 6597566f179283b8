using System.Collections.Concurrent;

namespace Tapir.Teachers.Ledger;

/// <summary>Calls that workers on other machines make, over this machine's ledger. Each is in flight here too: the same request is asked once, wherever it is asked, and
/// what a worker that vanished had reserved keeps nobody waiting.</summary>
/// <remarks>Every method may be called again by one who did not hear its answer.</remarks>
/// <param name="ledger">Where the calls are recorded.</param>
/// <param name="time">By which a worker is silent.</param>
public sealed class CallsFromElsewhere(ResponseLedger ledger, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, OpenCall> open = new();

    /// <summary>Commits the intent to make a call, within the run's budget; waits while the same request is being asked.</summary>
    /// <param name="token">The caller's own name for this call.</param>
    /// <exception cref="RunPausedException">The call could go over the budget.</exception>
    /// <exception cref="OperationCanceledException">The caller went away; nothing is reserved.</exception>
    public async Task<Admission> BeginAsync(string token, LedgerKey key, CallAccount account, Reservation reservation, CancellationToken cancellation)
    {
        while (true)
        {
            if (open.FirstOrDefault(call => call.Value.Token == token).Value is { } begun)
            {
                return begun.Admitted;
            }

            TaskCompletionSource<RecordedResponse> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<RecordedResponse> flight = ledger.Flights.TakeOrJoin(key, mine);
            if (flight == mine.Task)
            {
                return await LeadAsync(token, mine, key, account, reservation, cancellation).ConfigureAwait(false);
            }

            await ((Task)flight.WaitAsync(cancellation)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            if (flight.IsCompletedSuccessfully)
            {
                ledger.CountHit(account);
                return new AlreadyAnswered(await flight.ConfigureAwait(false));
            }

            // It was not answered, for reasons of whoever asked: this one asks itself.
        }
    }

    /// <summary>Commits a response.</summary>
    /// <returns>The one on record.</returns>
    public async Task<RecordedResponse> RecordAsync(
        Admitted admitted, LedgerKey key, CallAccount account, Reservation reservation, RecordedResponse response, decimal cost)
    {
        ArgumentNullException.ThrowIfNull(admitted);
        bool isOpen = open.TryRemove(admitted.Intent, out OpenCall? call);
        try
        {
            RecordedResponse recorded = await ledger.RecordAsync(admitted, key, account, reservation, response, cost, hasLanded: !isOpen).ConfigureAwait(false);
            call?.Answer(ledger.Flights, recorded);
            return recorded;
        }
        catch
        {
            call?.GiveUp(ledger.Flights);
            throw;
        }
    }

    /// <summary>Commits that a call ended without a response.</summary>
    public async Task EndAsync(Admitted admitted, UnansweredEnd end)
    {
        ArgumentNullException.ThrowIfNull(admitted);
        // One that was silent for too long has been ended, with all that it reserved; so has one that began before this process.
        if (open.TryRemove(admitted.Intent, out OpenCall? call))
        {
            await EndAsync(call, end).ConfigureAwait(false);
        }
    }

    /// <summary>Takes note that whoever makes these calls is alive.</summary>
    public void Renew(IEnumerable<long> intents)
    {
        ArgumentNullException.ThrowIfNull(intents);
        long now = time.GetTimestamp();
        foreach (long intent in intents)
        {
            if (open.TryGetValue(intent, out OpenCall? call))
            {
                call.RenewedAt = now;
            }
        }
    }

    /// <summary>Ends the calls of workers that have been silent for longer than this; they may have been charged for.</summary>
    public async Task EndSilentAsync(TimeSpan silence)
    {
        foreach ((long intent, OpenCall call) in open)
        {
            if (time.GetElapsedTime(call.RenewedAt) > silence && open.TryRemove(intent, out _))
            {
                await EndAsync(call, UnansweredEnd.MayBeCharged).ConfigureAwait(false);
            }
        }
    }

    private async Task<Admission> LeadAsync(
        string token, TaskCompletionSource<RecordedResponse> flight, LedgerKey key, CallAccount account, Reservation reservation, CancellationToken cancellation)
    {
        OpenCall? call = null;
        try
        {
            Admission admission = await ledger.BeginAsync(key, account, reservation, cancellation).ConfigureAwait(false);
            if (admission is AlreadyAnswered answered)
            {
                ledger.Flights.Land(key, flight);
                flight.SetResult(answered.Response);
                return answered;
            }

            call = new OpenCall(token, (Admitted)admission, key, account, reservation, flight) { RenewedAt = time.GetTimestamp() };
            if (!cancellation.IsCancellationRequested)
            {
                open[call.Admitted.Intent] = call;
                return admission;
            }
        }
        catch
        {
            ledger.Flights.Land(key, flight);
            flight.SetCanceled(CancellationToken.None);
            throw;
        }

        // The caller cannot have heard that it may make the call.
        await EndAsync(call, UnansweredEnd.NotCharged).ConfigureAwait(false);
        throw new OperationCanceledException(cancellation);
    }

    private async Task EndAsync(OpenCall call, UnansweredEnd end)
    {
        try
        {
            await ledger.EndAsync(call.Admitted, call.Account, call.Reservation, end).ConfigureAwait(false);
        }
        finally
        {
            call.GiveUp(ledger.Flights);
        }
    }
}
