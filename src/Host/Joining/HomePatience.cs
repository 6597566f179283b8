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

    // Of a transfer that arrived otherwise than it was sent. More often than this is no accident.
    private const int MostDamaged = 2;

    /// <param name="name">Of the call, for the log.</param>
    /// <param name="call">Made once or several times.</param>
    /// <param name="artifact">The one that it is about; null where it is about none.</param>
    /// <param name="reached">How far the call has come, in any unit: while that changes between two failures nothing counts as waiting. Null where it comes at once or not at all.</param>
    /// <exception cref="ArtifactStoreException">The machine stayed away, or what is sent to it arrives damaged again and again. So does the task hub then, so that nobody is waiting for what comes of this.</exception>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> call, CancellationToken cancellation, ArtifactRef? artifact = null, Func<long>? reached = null)
    {
        long failing = 0, reachedBefore = reached?.Invoke() ?? 0;
        int damaged = 0;
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

            if (!MayPass(fault) && !(fault.StatusCode is StatusCode.DataLoss && ++damaged <= MostDamaged))
            {
                throw SharingFaults.Read(fault, artifact);
            }

            // However long it went well before: patience is for what fails.
            long reachedNow = reached?.Invoke() ?? 0;
            if (attempt == 1 || reachedNow != reachedBefore)
            {
                (attempt, failing, reachedBefore, isSaid) = (1, clock.GetTimestamp(), reachedNow, false);
            }

            TimeSpan waited = clock.GetElapsedTime(failing);
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
