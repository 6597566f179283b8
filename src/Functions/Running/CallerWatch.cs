namespace Tapir.Functions;

/// <summary>Sees whether the orchestration that made a call is still there to take its result.</summary>
internal sealed class CallerWatch(FunctionRunnerOptions options)
{
    /// <summary>Does something for a call until its caller is gone.</summary>
    /// <param name="work">Gets a token that is cancelled when the orchestration that called is terminated. What comes to its end without awaiting anything is not watched, and costs
    /// nothing; nothing that lasts may come before it first awaits.</param>
    /// <exception cref="CallerTerminatedException">The orchestration was terminated, and the work gave up.</exception>
    public async Task<T> WhileThereAsync<T>(Call call, Func<CancellationToken, Task<T>> work)
    {
        using CancellationTokenSource over = new(), gone = new();
        Task<T> working = work(gone.Token);
        if (working.IsCompleted)
        {
            return await working.ConfigureAwait(false);
        }

        Task watch = CancelWhenTerminatedAsync(call.InstanceId, gone, over.Token);
        try
        {
            return await working.ConfigureAwait(false);
        }
        catch (OperationCanceledException gaveUp) when (gone.IsCancellationRequested && !options.Stopping.IsCancellationRequested)
        {
            throw new CallerTerminatedException(call.InstanceId, gaveUp);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
        }
    }

    private async Task CancelWhenTerminatedAsync(string instance, CancellationTokenSource gone, CancellationToken over)
    {
        if (options.Terminated is not { } terminated || instance.Length == 0)
        {
            return;
        }

        try
        {
            await terminated(instance, over).ConfigureAwait(false);
            await gone.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The call came to its end first.
        }
    }
}
