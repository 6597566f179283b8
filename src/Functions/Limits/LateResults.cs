using Microsoft.Extensions.Logging;

namespace Tapir.Functions;

/// <summary>Keeps what a call brings after it was given up at its time limit: a valid result is a valid result. But the key has been free since, so whoever computes it now,
/// or has stored it, goes first: what is derived from that one would otherwise be derived from something else.</summary>
internal sealed class LateResults(IResultIndex index, TimeProvider time, ILogger logger)
{
    public async Task KeepAsync(CallRequest request, string output, TimeSpan duration)
    {
        bool isKept = request.Function.Policy.Joins && await StoreAsync(request.ToResult(output, time.GetUtcNow(), duration)).ConfigureAwait(false);
        logger.CameLate(request.Function.Name, request.Call.Key, duration.TotalSeconds, isKept);
    }

    private async Task<bool> StoreAsync(StoredResult result)
    {
        if (await index.TryClaimAsync(result.Key).ConfigureAwait(false) is not { } claim)
        {
            return false;
        }

        try
        {
            if (await index.FindAsync(result.Key).ConfigureAwait(false) is null)
            {
                return await index.StoreAsync(result, claim).ConfigureAwait(false);
            }
        }
        catch
        {
            // Why it could not be kept is what is told.
            await index.ReleaseAsync(claim).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await index.ReleaseAsync(claim).ConfigureAwait(false);
        return false;
    }
}
