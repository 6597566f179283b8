using System.Globalization;
using Grpc.Core;
using Tapir.Host.Sharing;
using Tapir.Host.Sharing.Wire;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Joining;

/// <summary>The response ledger of the machine of the state folder: the call itself is made here, with this machine's keys.</summary>
internal sealed class HomeLedger(Sharing.Wire.Sharing.SharingClient client, HomePatience patience, HeldWork held, HomeNotes notes, HomeRuns runs) : IResponseLedger
{
    public LedgerFlights Flights { get; } = new();

    public async ValueTask<RecordedResponse?> FindAsync(LedgerKey key, CancellationToken cancellation)
    {
        FindResponseReply reply = await patience.RunAsync(
            nameof(client.FindResponse), async () => await client.FindResponseAsync(new FindResponseRequest { Key = key.Hex }, cancellationToken: cancellation), cancellation);
        return reply.Response is { } found ? LedgerWire.Read(found) : null;
    }

    public BudgetLimits BudgetOf(string run) => runs.Of(run).Budget;

    public async Task<Admission> BeginAsync(LedgerKey key, CallAccount account, Reservation reservation, CancellationToken cancellation)
    {
        // Of one name however often it is asked, so that what is reserved is reserved once.
        BeginCallRequest request = new() { Token = Guid.NewGuid().ToString("n"), Key = key.Hex, Account = LedgerWire.Of(account), Reserved = LedgerWire.Of(reservation) };
        int heard = 0;
        BeginCallReply reply = await patience.RunAsync(
            nameof(client.BeginCall),
            async () =>
            {
                using AsyncUnaryCall<BeginCallReply> call = client.BeginCallAsync(request, cancellationToken: cancellation);
                await call.ResponseHeadersAsync;
                // From here on it waits for its turn there, which may take long: a cut after that is the first of another absence.
                heard++;
                return await call.ResponseAsync;
            },
            cancellation,
            reached: () => heard);
        if (reply.AdmissionCase == BeginCallReply.AdmissionOneofCase.Answered)
        {
            return new AlreadyAnswered(LedgerWire.Read(reply.Answered));
        }

        held.Take(reply.Intent);
        return new Admitted(reply.Intent);
    }

    public async Task<RecordedResponse> RecordAsync(Admitted admitted, LedgerKey key, CallAccount account, Reservation reservation, RecordedResponse response, decimal cost)
    {
        RecordCallRequest request = new()
        {
            Intent = admitted.Intent,
            Key = key.Hex,
            Account = LedgerWire.Of(account),
            Reserved = LedgerWire.Of(reservation),
            Response = LedgerWire.Of(response),
            Cost = cost.ToString(CultureInfo.InvariantCulture),
        };
        try
        {
            return LedgerWire.Read(await patience.RunAsync(nameof(client.RecordCall), async () => await client.RecordCallAsync(request), CancellationToken.None));
        }
        finally
        {
            held.Release(admitted.Intent);
        }
    }

    public async Task EndAsync(Admitted admitted, CallAccount account, Reservation reservation, UnansweredEnd end)
    {
        held.Release(admitted.Intent);
        EndCallRequest request = new() { Intent = admitted.Intent, MayBeCharged = end == UnansweredEnd.MayBeCharged };
        await patience.RunAsync(nameof(client.EndCall), async () => await client.EndCallAsync(request), CancellationToken.None);
    }

    public void CountHit(CallAccount account) => notes.CountHit(account);
}
