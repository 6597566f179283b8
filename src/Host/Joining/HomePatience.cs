using Grpc.Core;
using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Host.Sharing;

namespace Tapir.Host.Joining;

/// <summary>Makes a call to the machine of the state folder again while that does not answer, after longer and longer pauses. Every call can be repeated.</summary>
internal sealed class HomePatience(TimeProvider clock, ILogger<HomePatience> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(30);

    /// <param name="name">Of the call, for the log.</param>
    /// <param name="call">Made once or several times.</param>
    /// <param name="artifact">The one that it is about; null where it is about none.</param>
    /// <exception cref="ArtifactStoreException">The machine stayed away. So does the task hub then, so that nobody is waiting for what comes of this.</exception>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> call, CancellationToken cancellation, ArtifactRef? artifact = null)
    {
        long began = clock.GetTimestamp();
        bool isSaid = false;
        for (int attempt = 1; ; attempt++)
        {
            RpcException fault;
            try
            {
                return await call();
            }
            catch (RpcException e)
            {
                cancellation.ThrowIfCancellationRequested();
                fault = e;
            }

            if (!MayPass(fault))
            {
                throw SharingFaults.Read(fault, artifact);
            }

            TimeSpan waited = clock.GetElapsedTime(began);
            if (waited > Patience)
            {
                throw new ArtifactStoreException($"The machine of the state folder has not answered for {waited.TotalMinutes:0} minutes: {fault.Status.Detail}", fault);
            }

            TimeSpan pause = TimeSpan.FromSeconds(Math.Min(FirstPause.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 10)), LongestPause.TotalSeconds));
            logger.AskedAgain(name, fault.Status.Detail, attempt, pause.TotalSeconds);
            if (!isSaid && waited > WorthSaying)
            {
                isSaid = true;
                logger.HomeIsAway(waited.TotalSeconds, fault.Status.Detail);
            }

            await Task.Delay(pause, clock, cancellation);
        }
    }

    // A connection that broke, a server that ends or begins, an answer that never came, a transfer that somebody else is making.
    private static bool MayPass(RpcException fault) =>
        fault.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Aborted
        || (fault.StatusCode is StatusCode.Internal or StatusCode.Unknown && fault.Status.DebugException is IOException or HttpRequestException);
}
