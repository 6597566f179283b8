using Microsoft.Extensions.Logging;

namespace Tapir.Functions;

/// <summary>Runs implementations under their time limits. One that takes no notice of being cancelled is left behind: its call fails all the same, so that the worker has
/// its place back and the key is free, and what it brings after all is kept if nobody has brought it meanwhile.</summary>
/// <param name="late">Takes results of calls that were left behind.</param>
internal sealed class LimitedWork(FunctionRunnerOptions options, LateResults late, ILogger logger)
{
    /// <summary>How long a function that is cancelled may take to give up, or to finish. Training gives up between two steps.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly TimeProvider time = options.Time;
    private int leftBehind;

    /// <param name="work">Given what it stops its clock with while it waits in line, and the token that cancels it.</param>
    /// <param name="unwanted">Cancelled when nobody waits for the result any more.</param>
    /// <exception cref="FunctionTimeLimitException">It worked for too long.</exception>
    public async Task<string> RunAsync(CallRequest request, Func<Func<IDisposable>, CancellationToken, Task<string>> work, CancellationToken unwanted)
    {
        TimeLimit limit = options.TimeLimitOf(request.Function);
        if (limit.IsNone)
        {
            return await work(NoStandstill.Begin, unwanted).ConfigureAwait(false);
        }

        long start = time.GetTimestamp();
        LimitClock clock = new(limit.Length, Grace, time, unwanted);
        // On another thread: one that never awaits anything would otherwise keep this one.
        Task<string> working = Task.Run(() => work(() => StopUnlessBlocked(clock), clock.Token), CancellationToken.None);
        Task ended = await Task.WhenAny(working, clock.PatienceOver).ConfigureAwait(false);
        // Whoever is told to stop, or that nobody waits any more, is waited for as without a limit.
        if (ended != working && !unwanted.IsCancellationRequested)
        {
            _ = FollowAsync(request, working, clock, start);
            logger.LeftBehind(request.Function.Name, request.Call.Key, Grace.TotalSeconds);
            throw new FunctionTimeLimitException(request.Function.Name, limit);
        }

        using (clock)
        {
            try
            {
                return await working.ConfigureAwait(false);
            }
            catch (OperationCanceledException gaveUp) when (clock.IsUsedUp && !unwanted.IsCancellationRequested)
            {
                throw new FunctionTimeLimitException(request.Function.Name, limit, gaveUp);
            }
        }
    }

    // One that was left behind may be what is waited for, without end.
    private IDisposable StopUnlessBlocked(LimitClock clock) => Volatile.Read(ref leftBehind) > 0 ? NoStandstill.Begin() : clock.Stop();

    private async Task FollowAsync(CallRequest request, Task<string> working, LimitClock clock, long start)
    {
        Interlocked.Increment(ref leftBehind);
        try
        {
            string output = await working.ConfigureAwait(false);
            await late.KeepAsync(request, output, time.GetElapsedTime(start)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Its call has failed already; that it is gone is worth a line.
            logger.LeftBehindFailed(request.Function.Name, request.Call.Key, e);
        }
        finally
        {
            Interlocked.Decrement(ref leftBehind);
            clock.Dispose();
        }
    }
}
