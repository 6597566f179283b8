using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tapir.Functions;

/// <summary>What an implementation knows about the call that it serves.</summary>
/// <param name="function">The function's name.</param>
/// <param name="instanceId">The orchestration that called; <c>RUN</c> or <c>RUN:part:part</c>.</param>
/// <param name="key">The call's key: 64 hexadecimal digits.</param>
/// <param name="logger">Null for none.</param>
/// <param name="report">Where progress goes; null for nowhere.</param>
/// <param name="find">Looks a call up in the index by function and input; null for an empty index.</param>
/// <param name="waitInLine">Stops the clock of the call's time limit; null where it has none.</param>
/// <param name="cancellation">Cancelled when the program is asked to stop, when the orchestration that called is terminated, or when the call's time limit is used up: leave by <see cref="OperationCanceledException"/>. The call is made again if its result is still wanted.</param>
public sealed class FunctionContext(
    string function,
    string instanceId,
    string key,
    ILogger? logger = null,
    Action<CallProgress>? report = null,
    Func<DurableFunction, JsonElement, Task<StoredResult?>>? find = null,
    Func<IDisposable>? waitInLine = null,
    CancellationToken cancellation = default)
{
    public string Function { get; } = function;

    public string InstanceId { get; } = instanceId;

    /// <value>The run that the call belongs to: the instance id up to its first colon.</value>
    public string RunId { get; } = RunOf(instanceId);

    public string Key { get; } = key;

    public CancellationToken Cancellation { get; } = cancellation;

    public ILogger Logger { get; } = logger ?? NullLogger.Instance;

    /// <summary>Says how far the work is. Cheap enough to call for every item.</summary>
    /// <param name="done">Units done.</param>
    /// <param name="total">Units in all; 0 when unknown.</param>
    /// <param name="unit">What is counted, in the plural ("examples", "steps"); null when it needs no name.</param>
    public void Report(long done, long total, string? unit = null) => report?.Invoke(new CallProgress(done, total, unit));

    /// <summary>Begins a wait until others let this call work, which does not count towards its time limit. It ends when what is returned is disposed of.</summary>
    public IDisposable WaitInLine() => waitInLine is null ? NoStandstill.Begin() : waitInLine();

    /// <summary>What an earlier call of a function with this input gave. Runs nothing: the artifacts that it names may be gone.</summary>
    /// <returns>Null when the index has no result that still stands.</returns>
    public async Task<TOutput?> FindAsync<TInput, TOutput>(DurableFunction<TInput, TOutput> function, TInput input)
        where TOutput : class
    {
        ArgumentNullException.ThrowIfNull(function);
        StoredResult? found = find is null ? null : await find(function, JsonSerializer.SerializeToElement(input, FunctionJson.Options)).ConfigureAwait(false);
        return found is null ? null : JsonSerializer.Deserialize<TOutput>(found.Output, FunctionJson.Options);
    }

    internal static string RunOf(string instanceId)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        int colon = instanceId.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? instanceId : instanceId[..colon];
    }
}
