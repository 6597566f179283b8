using System.Globalization;
using Grpc.Core;
using Tapir.Host.Sharing.Wire;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Sharing;

/// <summary>The response ledger with its budgets.</summary>
internal sealed partial class SharingService
{
    public override Task<FindResponseReply> FindResponse(FindResponseRequest request, ServerCallContext context) =>
        Task.FromResult(rooms.Ledger.Find(new LedgerKey(request.Key)) is { } found ? new FindResponseReply { Response = LedgerWire.Of(found) } : new FindResponseReply());

    public override async Task<BeginCallReply> BeginCall(BeginCallRequest request, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync([]);
        return await rooms.Calls.BeginAsync(
            request.Token, new LedgerKey(request.Key), ToAccount(request.Account), LedgerWire.Read(request.Reserved), context.CancellationToken) switch
        {
            AlreadyAnswered answered => new BeginCallReply { Answered = LedgerWire.Of(answered.Response) },
            Admitted admitted => new BeginCallReply { Intent = admitted.Intent },
            { } other => throw new InvalidOperationException($"{other} is no admission that is known here."),
        };
    }

    public override async Task<Response> RecordCall(RecordCallRequest request, ServerCallContext context) => LedgerWire.Of(await rooms.Calls.RecordAsync(
        new Admitted(request.Intent),
        new LedgerKey(request.Key),
        ToAccount(request.Account),
        LedgerWire.Read(request.Reserved),
        LedgerWire.Read(request.Response),
        decimal.Parse(request.Cost, CultureInfo.InvariantCulture)));

    public override async Task<EndCallReply> EndCall(EndCallRequest request, ServerCallContext context)
    {
        await rooms.Calls.EndAsync(new Admitted(request.Intent), request.MayBeCharged ? UnansweredEnd.MayBeCharged : UnansweredEnd.NotCharged);
        return new EndCallReply();
    }

    private static CallAccount ToAccount(Account? account) => account is null ? throw Wrong("The call names no account.") : LedgerWire.Read(account);
}
