using System.Text;
using Microsoft.Extensions.Logging;

namespace Tapir.Functions;

/// <summary>Finds the result of a call in the index, or computes and stores it: once, whoever else calls it meanwhile, in this process or in another.</summary>
internal sealed class CallResolver(IResultIndex index, IArtifactPresence artifacts, Implementations implementations, FunctionRunnerOptions options, ILogger logger)
{
    /// <summary>What a message of the history may weigh: larger results travel as artifacts.</summary>
    private const int LargestOutput = 65_536;

    private readonly TimeProvider time = options.Time;
    private readonly CallerWatch callers = new(options);
    private readonly SingleFlight<Resolution> flights = new();

    /// <exception cref="CallerTerminatedException">The orchestration that called was terminated, and what was done for it came to an end.</exception>
    public Task<Resolution> ResolveAsync(CallRequest request) =>
        callers.WhileThereAsync(request.Call, gone => request.Function.Policy.Joins ? FindOrComputeAsync(request, gone) : ComputeAnewAsync(request, gone));

    private async Task<Resolution> ComputeAnewAsync(CallRequest request, CancellationToken gone)
    {
        using CancellationTokenSource unwanted = CancellationTokenSource.CreateLinkedTokenSource(options.Stopping, gone);
        StoredResult made = await ComputeAsync(request, unwanted.Token).ConfigureAwait(false);
        if (request.Function.Recorded)
        {
            await index.StoreAsync(made, CancellationToken.None).ConfigureAwait(false);
        }

        return new Resolution(made.Output, CallOutcome.Computed);
    }

    private async Task<Resolution> FindOrComputeAsync(CallRequest request, CancellationToken gone)
    {
        using CancellationTokenSource unwanted = CancellationTokenSource.CreateLinkedTokenSource(options.Stopping, gone);
        if (await FindAsync(request, unwanted.Token).ConfigureAwait(false) is { } output)
        {
            return new Resolution(output, CallOutcome.Cached);
        }

        Flight<Resolution> flight = await flights.RunAsync(request.Call.Key, abandoned => ComputeOrAwaitAsync(request, gone, abandoned), gone).ConfigureAwait(false);
        return flight is { Joined: true, Result.Outcome: CallOutcome.Computed } ? flight.Result with { Outcome = CallOutcome.Joined } : flight.Result;
    }

    private async Task<Resolution> ComputeOrAwaitAsync(CallRequest request, CancellationToken gone, CancellationToken abandoned)
    {
        using CancellationTokenSource unwanted = CancellationTokenSource.CreateLinkedTokenSource(options.Stopping, abandoned);
        // What has not begun yet is better begun in the name, and on the account, of one who is still there; what has begun is worth keeping.
        using CancellationTokenSource idle = CancellationTokenSource.CreateLinkedTokenSource(unwanted.Token, gone);
        while (true)
        {
            idle.Token.ThrowIfCancellationRequested();
            if (await index.TryClaimAsync(request.Call.Key, idle.Token).ConfigureAwait(false) is not { } claim)
            {
                await index.WaitForClaimAsync(request.Call.Key, idle.Token).ConfigureAwait(false);
            }
            else if (await UnderClaimAsync(request, claim, unwanted.Token).ConfigureAwait(false) is { } resolution)
            {
                return resolution;
            }

            if (await FindAsync(request, idle.Token).ConfigureAwait(false) is { } output)
            {
                return new Resolution(output, CallOutcome.Joined);
            }
        }
    }

    /// <returns>Null where the claim was lost meanwhile: another has the key.</returns>
    private async Task<Resolution?> UnderClaimAsync(CallRequest request, ResultClaim claim, CancellationToken unwanted)
    {
        try
        {
            // Whoever held the key before may have stored its result since it was looked for.
            StoredResult? before = await StandingAsync(request, unwanted).ConfigureAwait(false);
            IReadOnlyList<string> gone = before is null ? [] : await GoneAsync(before, unwanted).ConfigureAwait(false);
            if (before is not null && gone.Count == 0)
            {
                await index.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
                return new Resolution(before.Output, CallOutcome.Joined);
            }

            if (before is not null)
            {
                logger.HitWithoutArtifact(before.Function, before.Key, gone[0]);
            }

            StoredResult computed = await ComputeAsync(request, unwanted).ConfigureAwait(false);
            // Kept, whoever still wants it.
            if (!await index.StoreAsync(computed, claim, CancellationToken.None).ConfigureAwait(false))
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

    private async Task<string?> FindAsync(CallRequest request, CancellationToken unwanted) =>
        await StandingAsync(request, unwanted).ConfigureAwait(false) is { } found && (await GoneAsync(found, unwanted).ConfigureAwait(false)).Count == 0 ? found.Output : null;

    private async Task<StoredResult?> StandingAsync(CallRequest request, CancellationToken unwanted) =>
        await index.FindAsync(request.Call.Key, unwanted).ConfigureAwait(false) is { } found && request.Function.Policy.Accepts(found.StoredAt, time.GetUtcNow()) ? found : null;

    private async Task<StoredResult> ComputeAsync(CallRequest request, CancellationToken unwanted)
    {
        // The caller is watched from here on, also while a function works that never awaits anything.
        await Task.Yield();
        long start = time.GetTimestamp();
        string output = await implementations.RunAsync(request, HealingChain.Of(request.Call), unwanted).ConfigureAwait(false);
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

    private async Task<IReadOnlyList<string>> GoneAsync(StoredResult result, CancellationToken unwanted)
    {
        List<string> gone = [];
        foreach (string artifact in ArtifactReferences.In(result.Output))
        {
            if (!await artifacts.ExistsAsync(artifact, unwanted).ConfigureAwait(false))
            {
                gone.Add(artifact);
            }
        }

        return gone;
    }
}
