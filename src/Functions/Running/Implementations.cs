using System.Text.Json;

namespace Tapir.Functions;

/// <summary>Runs implementations. When one finds an artifact lost, the artifact is made again and the implementation runs once more.</summary>
/// <param name="artifacts">Knows which exceptions tell of a loss.</param>
/// <param name="reporter">Takes the progress.</param>
/// <param name="options">The runner's.</param>
/// <param name="limited">Cuts them off where they work for too long.</param>
/// <param name="find">Looks a call of an orchestration up in the index.</param>
/// <param name="heal">Makes an artifact again, which runs implementations in turn.</param>
internal sealed class Implementations(
    IArtifactPresence artifacts,
    CallReporter reporter,
    FunctionRunnerOptions options,
    LimitedWork limited,
    Func<DurableFunction, JsonElement, string, Task<StoredResult?>> find,
    Func<string, Exception, HealingChain, CancellationToken, Task> heal)
{
    /// <param name="unwanted">Cancelled when nobody wants the result any more, or the program is asked to stop.</param>
    /// <returns>The output as canonical JSON.</returns>
    public async Task<string> RunAsync(CallRequest request, HealingChain chain, CancellationToken unwanted)
    {
        HashSet<string> healed = new(StringComparer.Ordinal);
        while (true)
        {
            try
            {
                return await limited.RunAsync(
                    request, (waitInLine, token) => request.Entry.RunAsync(ContextOf(request, waitInLine, token), request.Input), unwanted).ConfigureAwait(false);
            }
            catch (Exception e) when (LostIn(e) is { } lost && healed.Add(lost))
            {
                await heal(lost, e, chain, unwanted).ConfigureAwait(false);
            }
        }
    }

    private FunctionContext ContextOf(CallRequest request, Func<IDisposable> waitInLine, CancellationToken cancellation) => new(
        request.Function.Name,
        request.Call.InstanceId,
        request.Call.Key,
        options.LoggerFactory.CreateLogger($"Tapir.Functions.{request.Function.Name}"),
        progress => Progress(request.Call, progress, cancellation),
        (function, input) => find(function, input, request.Call.InstanceId),
        waitInLine,
        cancellation);

    private void Progress(Call call, CallProgress progress, CancellationToken cancellation)
    {
        // Of one that was left behind at its time limit nobody wants to hear any more.
        if (!cancellation.IsCancellationRequested)
        {
            reporter.Progress(call, progress);
        }
    }

    private string? LostIn(Exception exception) => exception switch
    {
        // What could not be restored deeper down cannot be restored up here.
        ArtifactNotRestoredException => null,
        AggregateException many => many.InnerExceptions.Select(LostIn).FirstOrDefault(lost => lost is not null),
        _ => artifacts.FindLost(exception) ?? (exception.InnerException is { } inner ? LostIn(inner) : null),
    };
}
