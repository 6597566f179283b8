using System.Globalization;
using Azure;
using Microsoft.Extensions.Logging;

namespace Tapir.Artifacts;

/// <summary>Makes a request again that failed for a reason that may pass, after longer and longer pauses, for as long as the options allow. Every request of the
/// store can be repeated: writes are conditional, and what they write is named by its content.</summary>
internal sealed class StorePatience(BlobLocation place, BlobStoreOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WorthSaying = TimeSpan.FromMinutes(1);

    /// <param name="request">Touches no file of this machine: a full disk must not be taken for a silent network.</param>
    /// <exception cref="ArtifactStoreException">The store stayed away, refuses the credential, or does not accept the request.</exception>
    /// <exception cref="RequestFailedException">The store has answered: nothing of that name, or a condition does not hold.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        bool isSaid = false;
        for (int attempt = 0; ; attempt++)
        {
            Exception fault;
            try
            {
                return await request(cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && BlobFaults.KindOf(e) is not BlobFaultKind.Answer)
            {
                fault = e;
            }

            BlobFaultKind kind = BlobFaults.KindOf(fault);
            TimeSpan waited = time.GetElapsedTime(began);
            if (kind == BlobFaultKind.Unusable || waited >= CallerPatience.Of(kind == BlobFaultKind.Refused ? options.RefusalPatience : options.Patience))
            {
                throw BlobFaults.Explain(place, fault, waited);
            }

            TimeSpan pause = PauseAfter(attempt, fault);
            logger.StoreTriedAgain(attempt + 1, pause.TotalSeconds, BlobFaults.Reason(fault));
            if (!isSaid && waited >= WorthSaying)
            {
                isSaid = true;
                logger.StoreAway(place, waited.TotalSeconds, BlobFaults.Reason(fault));
            }

            await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
        }
    }

    public Task RunAsync(Func<CancellationToken, Task> request, CancellationToken cancellation) => RunAsync(
        async token =>
        {
            await request(token).ConfigureAwait(false);
            return true;
        },
        cancellation);

    /// <summary>An answer that nobody can do anything with.</summary>
    public ArtifactStoreException Explain(Exception fault) => BlobFaults.Explain(place, fault, TimeSpan.Zero);

    private TimeSpan PauseAfter(int attempt, Exception fault)
    {
        if (AskedPause(fault) is { } asked)
        {
            return asked < LongestPause ? asked : LongestPause;
        }

        double grown = FirstPause.TotalSeconds * Math.Pow(2, Math.Min(attempt, 20));
        double longest = Math.Min(grown, LongestPause.TotalSeconds);
        // Between half and whole, so that many callers do not come back at one time.
        return TimeSpan.FromSeconds(longest * (0.5 + (0.5 * options.Jitter())));
    }

    private static TimeSpan? AskedPause(Exception fault) =>
        (fault as RequestFailedException)?.GetRawResponse() is { } response
        && response.Headers.TryGetValue("Retry-After", out string? text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
