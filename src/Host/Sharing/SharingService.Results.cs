using System.Text.Json;
using Grpc.Core;
using Tapir.Functions;
using Tapir.Host.Sharing.Wire;

namespace Tapir.Host.Sharing;

/// <summary>The result index, with claims that are leased.</summary>
internal sealed partial class SharingService
{
    public override async Task<StoredResults> FindResult(FindResultRequest request, ServerCallContext context) =>
        await rooms.Results.FindAsync(request.Key, context.CancellationToken) is { } found ? ToResults([found]) : new StoredResults();

    public override async Task<StoredResults> FindResultsByPrefix(FindResultsByPrefixRequest request, ServerCallContext context) =>
        ToResults(await rooms.Results.FindByPrefixAsync(request.Prefix, request.Limit, context.CancellationToken));

    public override async Task<StoredResults> FindProducers(FindProducersRequest request, ServerCallContext context) =>
        ToResults(await rooms.Results.FindProducersAsync(request.Artifact, context.CancellationToken));

    public override async Task<StoredResults> DropDerived(DropDerivedRequest request, ServerCallContext context) =>
        ToResults(await rooms.Results.DropDerivedAsync(request.Artifact, context.CancellationToken));

    public override async Task<ClaimResultReply> ClaimResult(ClaimResultRequest request, ServerCallContext context) =>
        await rooms.Results.TryClaimAsync(request.Key, SharedRooms.Lease) is { } claim
            ? new ClaimResultReply { Claim = new Claim { Key = claim.Key, Fence = claim.Fence } }
            : new ClaimResultReply();

    public override async Task<AwaitClaimReply> AwaitClaim(AwaitClaimRequest request, ServerCallContext context)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        enough.CancelAfter(SharedRooms.LongestWait);
        try
        {
            await rooms.Results.WaitForClaimAsync(request.Key, enough.Token);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            // The worker asks again, and so shows that it is still there.
        }

        return new AwaitClaimReply();
    }

    public override async Task<ReleaseResultReply> ReleaseResult(Claim request, ServerCallContext context)
    {
        await rooms.Results.ReleaseAsync(ToClaim(request), context.CancellationToken);
        return new ReleaseResultReply();
    }

    public override async Task<StoreResultReply> StoreResult(StoreResultRequest request, ServerCallContext context)
    {
        StoredResult result = Read<StoredResult>(request.ResultJson);
        if (request.Claim is { } claim)
        {
            return new StoreResultReply { Stored = await rooms.Results.StoreAsync(result, ToClaim(claim), context.CancellationToken) };
        }

        await rooms.Results.StoreAsync(result, context.CancellationToken);
        return new StoreResultReply { Stored = true };
    }

    private static ResultClaim ToClaim(Claim claim) => new(claim.Key, claim.Fence);

    private static StoredResults ToResults(IEnumerable<StoredResult> results) => new() { ResultJson = { results.Select(result => JsonSerializer.Serialize(result, FunctionJson.Options)) } };
}
