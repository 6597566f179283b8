using System.Text.Json;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Host.Sharing;
using Tapir.Host.Sharing.Wire;

namespace Tapir.Host.Joining;

/// <summary>The result index of the machine of the state folder.</summary>
/// <param name="held">Where claims are kept alive.</param>
/// <param name="notes">Whose lines are there before the results that they tell of.</param>
internal sealed class HomeResults(Sharing.Wire.Sharing.SharingClient client, HomePatience patience, HeldWork held, HomeNotes notes) : IResultIndex
{
    public async Task<StoredResult?> FindAsync(string key, CancellationToken cancellation = default) => (await AskAsync(
        nameof(client.FindResult), async () => Read(await client.FindResultAsync(new FindResultRequest { Key = key }, cancellationToken: cancellation)), cancellation)).SingleOrDefault();

    public Task<IReadOnlyList<StoredResult>> FindByPrefixAsync(string prefix, int limit, CancellationToken cancellation = default) => AskAsync(
        nameof(client.FindResultsByPrefix),
        async () => Read(await client.FindResultsByPrefixAsync(new FindResultsByPrefixRequest { Prefix = prefix, Limit = limit }, cancellationToken: cancellation)),
        cancellation);

    public Task<IReadOnlyList<StoredResult>> FindProducersAsync(string artifact, CancellationToken cancellation = default) => AskAsync(
        nameof(client.FindProducers), async () => Read(await client.FindProducersAsync(new FindProducersRequest { Artifact = artifact }, cancellationToken: cancellation)), cancellation);

    public Task<IReadOnlyList<StoredResult>> DropDerivedAsync(string artifact, CancellationToken cancellation = default) => AskAsync(
        nameof(client.DropDerived), async () => Read(await client.DropDerivedAsync(new DropDerivedRequest { Artifact = artifact }, cancellationToken: cancellation)), cancellation);

    public async Task<ResultClaim?> TryClaimAsync(string key, CancellationToken cancellation = default)
    {
        ClaimResultReply reply = await AskAsync(
            nameof(client.ClaimResult), async () => await client.ClaimResultAsync(new ClaimResultRequest { Key = key }, cancellationToken: cancellation), cancellation);
        if (reply.Claim is not { } given)
        {
            return null;
        }

        ResultClaim claim = new(given.Key, given.Fence);
        held.Take(claim);
        return claim;
    }

    // Longer than the longest answer takes: a connection that is gone without a word is noticed.
    public Task WaitForClaimAsync(string key, CancellationToken cancellation = default) => AskAsync(
        nameof(client.AwaitClaim),
        async () => await client.AwaitClaimAsync(new AwaitClaimRequest { Key = key }, deadline: DateTime.UtcNow + (2 * SharedRooms.LongestWait), cancellationToken: cancellation),
        cancellation);

    public Task StoreAsync(StoredResult result, CancellationToken cancellation = default) => StoreAsync(new StoreResultRequest { ResultJson = Write(result) }, cancellation);

    public async Task<bool> StoreAsync(StoredResult result, ResultClaim claim, CancellationToken cancellation = default)
    {
        bool isStored = await StoreAsync(new StoreResultRequest { ResultJson = Write(result), Claim = ToWire(claim) }, cancellation);
        held.Release(claim);
        return isStored;
    }

    public async Task ReleaseAsync(ResultClaim claim, CancellationToken cancellation = default)
    {
        held.Release(claim);
        await AskAsync(nameof(client.ReleaseResult), async () => await client.ReleaseResultAsync(ToWire(claim), cancellationToken: cancellation), cancellation);
    }

    private async Task<bool> StoreAsync(StoreResultRequest request, CancellationToken cancellation)
    {
        await notes.SendAsync(cancellation);
        return (await AskAsync(nameof(client.StoreResult), async () => await client.StoreResultAsync(request, cancellationToken: cancellation), cancellation)).Stored;
    }

    /// <exception cref="ResultIndexException">The machine stayed away. The runner asks around the functions, whose own request for a pause does not cover it.</exception>
    private async Task<T> AskAsync<T>(string name, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await patience.RunAsync(name, call, cancellation);
        }
        catch (ArtifactStoreException away)
        {
            throw new ResultIndexException(away.Message, away);
        }
    }

    private static Claim ToWire(ResultClaim claim) => new() { Key = claim.Key, Fence = claim.Fence };

    private static string Write(StoredResult result) => JsonSerializer.Serialize(result, FunctionJson.Options);

    private static IReadOnlyList<StoredResult> Read(StoredResults results) =>
        [.. results.ResultJson.Select(json => JsonSerializer.Deserialize<StoredResult>(json, FunctionJson.Options)!)];
}
