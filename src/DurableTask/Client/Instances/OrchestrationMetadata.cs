using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Tapir.DurableTask.Client;

/// <summary>An orchestration instance as it was when it was asked for.</summary>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    public string Name { get; } = name;

    public string InstanceId { get; } = instanceId;

    /// <value>Reads the serialized values; null unless inputs and outputs were asked for.</value>
    public DataConverter? DataConverter { get; init; }

    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    public string? SerializedInput { get; init; }

    public string? SerializedOutput { get; init; }

    public string? SerializedCustomStatus { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <value>Why it failed; null unless it did and outputs were asked for.</value>
    public TaskFailureDetails? FailureDetails { get; init; }

    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <value>Whether it has ended, in whatever way.</value>
    public bool IsCompleted => RuntimeStatus is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated
        or OrchestrationRuntimeStatus.Canceled;

    /// <exception cref="InvalidOperationException">Inputs and outputs were not asked for.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    /// <inheritdoc cref="ReadInputAs{T}"/>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    /// <inheritdoc cref="ReadInputAs{T}"/>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    public override string ToString() =>
        $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}"
        + Shown("Input", SerializedInput) + Shown("Output", SerializedOutput) + Shown("FailureDetails", FailureDetails?.ToString()) + "]";

    private static string Shown(string name, string? value) => value switch
    {
        null => string.Empty,
        { Length: > 50 } => $", {name}: '{value[..50]}...'",
        _ => $", {name}: '{value}'",
    };

    private T? Read<T>(string? serialized, [CallerMemberName] string method = "")
    {
        if (DataConverter is not { } converter)
        {
            throw new InvalidOperationException($"{method} needs inputs and outputs: ask for instance '{InstanceId}' with getInputsAndOutputs set.");
        }

        return converter.Deserialize<T>(serialized);
    }
}
