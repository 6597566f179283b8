using System.Text;
using Microsoft.Extensions.Logging;

namespace Tapir.Functions;

/// <summary>Finds the result of a call in the index, or computes and stores it.</summary>
internal sealed class CallResolver(IResultIndex index, IArtifactPresence artifacts, Implementations implementations, TimeProvider time, ILogger logger)
{
    /// <summary>What a message of the history may weigh: larger results travel as artifacts.</summary>
    private const int LargestOutput = 65_536;

    private readonly SingleFlight<Resolution> flights = new();

    public async Task<Resolution> ResolveAsync(CallRequest request)
    {
        if (!request.Function.Policy.Joins)
        {
            return await ComputeAsync(request).ConfigureAwait(false);
        }

        Flight<Resolution> flight = await flights.RunAsync(request.Call.Key, () => FindOrComputeAsync(request)).ConfigureAwait(false);
        return flight is { Joined: true, Result.Outcome: CallOutcome.Computed } ? flight.Result with { Outcome = CallOutcome.Joined } : flight.Result;
    }

    private async Task<Resolution> FindOrComputeAsync(CallRequest request)
    {
        StoredResult? found = await index.FindAsync(request.Call.Key).ConfigureAwait(false);
        if (found is null || !request.Function.Policy.Accepts(found.StoredAt, time.GetUtcNow()))
        {
            return await ComputeAsync(request).ConfigureAwait(false);
        }

        IReadOnlyList<string> gone = await GoneAsync(found).ConfigureAwait(false);
        if (gone.Count == 0)
        {
            return new Resolution(found.Output, CallOutcome.Cached);
        }

        logger.HitWithoutArtifact(found.Function, found.Key, gone[0]);
        Resolution computed = await ComputeAsync(request).ConfigureAwait(false);
        foreach (string artifact in gone.Except(ArtifactReferences.In(computed.Output)))
        {
            IReadOnlyList<StoredResult> dropped = await index.DropDerivedAsync(artifact).ConfigureAwait(false);
            logger.DerivedDropped(found.Function, found.Key, artifact, dropped.Count);
        }

        return computed;
    }

    private async Task<Resolution> ComputeAsync(CallRequest request)
    {
        long start = time.GetTimestamp();
        string output = await implementations.RunAsync(request, HealingChain.Of(request.Call)).ConfigureAwait(false);
        if (Encoding.UTF8.GetByteCount(output) is var length and > LargestOutput)
        {
            logger.LargeOutput(request.Function.Name, request.Call.Key, length);
        }

        if (request.Function.Recorded)
        {
            await index.StoreAsync(request.ToResult(output, time.GetUtcNow(), time.GetElapsedTime(start))).ConfigureAwait(false);
        }

        return new Resolution(output, CallOutcome.Computed);
    }

    private async Task<IReadOnlyList<string>> GoneAsync(StoredResult result)
    {
        List<string> gone = [];
        foreach (string artifact in ArtifactReferences.In(result.Output))
        {
            if (!await artifacts.ExistsAsync(artifact, CancellationToken.None).ConfigureAwait(false))
            {
                gone.Add(artifact);
            }
        }

        return gone;
    }
}
