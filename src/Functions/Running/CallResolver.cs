using System.Text;
using Microsoft.Extensions.Logging;

namespace Tapir.Functions;

/// <summary>Finds the result of a call in the index, or computes and stores it: once, whoever else calls it meanwhile, in this process or in another.</summary>
internal sealed class CallResolver(IResultIndex index, IArtifactPresence artifacts, Implementations implementations, FunctionRunnerOptions options, ILogger logger)
{
    /// <summary>What a message of the history may weigh: larger results travel as artifacts.</summary>
    private const int LargestOutput = 65_536;

    /// <summary>How often it is looked whether another process has come to an end with a key.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider time = options.Time;
    private readonly SingleFlight<Resolution> flights = new();

    public async Task<Resolution> ResolveAsync(CallRequest request)
    {
        if (!request.Function.Policy.Joins)
        {
            StoredResult made = await ComputeAsync(request).ConfigureAwait(false);
            if (request.Function.Recorded)
            {
                await index.StoreAsync(made).ConfigureAwait(false);
            }

            return new Resolution(made.Output, CallOutcome.Computed);
        }

        while (true)
        {
            try
            {
                Flight<Resolution> flight = await flights.RunAsync(request.Call.Key, () => FindOrComputeAsync(request)).ConfigureAwait(false);
                return flight is { Joined: true, Result.Outcome: CallOutcome.Computed } ? flight.Result with { Outcome = CallOutcome.Joined } : flight.Result;
            }
            catch (CallerTerminatedException ended) when (ended.InstanceId != request.Call.InstanceId)
            {
                // Whoever worked for both is gone; this caller still wants the result.
            }
        }
    }

    private async Task<Resolution> FindOrComputeAsync(CallRequest request)
    {
        CallOutcome found = CallOutcome.Cached;
        while (true)
        {
            if (await FindAsync(request).ConfigureAwait(false) is { } output)
            {
                return new Resolution(output, found);
            }

            if (await index.TryClaimAsync(request.Call.Key, options.Stopping).ConfigureAwait(false) is { } claim)
            {
                if (await UnderClaimAsync(request, claim).ConfigureAwait(false) is { } resolution)
                {
                    return resolution;
                }
            }
            else
            {
                found = CallOutcome.Joined;
                await Task.Delay(LookAgain, time, options.Stopping).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Null where the claim was lost meanwhile: another has the key.</returns>
    private async Task<Resolution?> UnderClaimAsync(CallRequest request, ResultClaim claim)
    {
        try
        {
            // Whoever held the key before may have stored its result since it was looked for.
            StoredResult? before = await StandingAsync(request).ConfigureAwait(false);
            IReadOnlyList<string> gone = before is null ? [] : await GoneAsync(before).ConfigureAwait(false);
            if (before is not null && gone.Count == 0)
            {
                await index.ReleaseAsync(claim).ConfigureAwait(false);
                return new Resolution(before.Output, CallOutcome.Joined);
            }

            if (before is not null)
            {
                logger.HitWithoutArtifact(before.Function, before.Key, gone[0]);
            }

            StoredResult computed = await ComputeAsync(request).ConfigureAwait(false);
            if (!await index.StoreAsync(computed, claim).ConfigureAwait(false))
            {
                logger.ClaimLost(request.Function.Name, request.Call.Key);
                return null;
            }

            await DropDerivedAsync(request, gone.Except(ArtifactReferences.In(computed.Output))).ConfigureAwait(false);
            return new Resolution(computed.Output, CallOutcome.Computed);
        }
        catch
        {
            await ReleaseAfterFailureAsync(claim).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<string?> FindAsync(CallRequest request) =>
        await StandingAsync(request).ConfigureAwait(false) is { } found && (await GoneAsync(found).ConfigureAwait(false)).Count == 0 ? found.Output : null;

    private async Task<StoredResult?> StandingAsync(CallRequest request) =>
        await index.FindAsync(request.Call.Key).ConfigureAwait(false) is { } found && request.Function.Policy.Accepts(found.StoredAt, time.GetUtcNow()) ? found : null;

    private async Task<StoredResult> ComputeAsync(CallRequest request)
    {
        long start = time.GetTimestamp();
        string output = await implementations.RunAsync(request, HealingChain.Of(request.Call)).ConfigureAwait(false);
        if (Encoding.UTF8.GetByteCount(output) is var length and > LargestOutput)
        {
            logger.LargeOutput(request.Function.Name, request.Call.Key, length);
        }

        return request.ToResult(output, time.GetUtcNow(), time.GetElapsedTime(start));
    }

    private async Task DropDerivedAsync(CallRequest request, IEnumerable<string> lost)
    {
        foreach (string artifact in lost)
        {
            IReadOnlyList<StoredResult> dropped = await index.DropDerivedAsync(artifact).ConfigureAwait(false);
            logger.DerivedDropped(request.Function.Name, request.Call.Key, artifact, dropped.Count);
        }
    }

    private async Task ReleaseAfterFailureAsync(ResultClaim claim)
    {
        try
        {
            await index.ReleaseAsync(claim).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ResultIndexException or IOException or ObjectDisposedException)
        {
            // What went wrong before is what the caller has to hear; the index no longer counts the claim.
        }
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
