using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Tapir.Functions;

/// <summary>Tells the observers of a call's start, progress and end.</summary>
internal sealed class CallReporter(FunctionRunnerOptions options)
{
    private readonly ILogger logger = options.LoggerFactory.CreateLogger("Tapir.Calls");

    public void Progress(Call call, CallProgress progress)
    {
        foreach (ICallObserver observer in options.Observers)
        {
            observer.Progressed(call, progress);
        }
    }

    /// <summary>Does the work between start and end; what it throws is reported and passes through.</summary>
    /// <param name="unwanted">Where it is cancelled, work that gives up was interrupted and has not failed.</param>
    public async Task<Resolution> ReportAsync(Call call, Func<Task<Resolution>> work, CancellationToken unwanted)
    {
        using IDisposable? scope = logger.BeginScope(RunScope.Of(call));
        long start = options.Time.GetTimestamp();
        using Activity? span = FunctionTelemetry.Begin(call);
        foreach (ICallObserver observer in options.Observers)
        {
            observer.Started(call);
        }

        try
        {
            Resolution resolution = await work().ConfigureAwait(false);
            Finish(span, call, start, resolution.Outcome, null);
            return resolution;
        }
        catch (OperationCanceledException e) when (e is CallerTerminatedException || unwanted.IsCancellationRequested)
        {
            Finish(span, call, start, CallOutcome.Interrupted, null);
            throw;
        }
        catch (Exception e)
        {
            Finish(span, call, start, CallOutcome.Failed, e);
            throw;
        }
    }

    private void Finish(Activity? span, Call call, long start, CallOutcome outcome, Exception? failure)
    {
        CallEnd end = new(outcome, options.Time.GetUtcNow(), options.Time.GetElapsedTime(start), failure is null ? null : $"{failure.GetType().FullName}: {failure.Message}");
        FunctionTelemetry.End(span, call, outcome, end.Duration, failure);
        if (end.Error is null)
        {
            logger.CallEnded(call.Function, outcome, end.Duration.TotalSeconds);
        }
        else
        {
            logger.CallFailed(call.Function, end.Duration.TotalSeconds, end.Error);
        }

        foreach (ICallObserver observer in options.Observers)
        {
            observer.Finished(call, end);
        }
    }
}
