using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tapir.Functions;

/// <summary>What a runner takes from the outside.</summary>
public sealed record FunctionRunnerOptions
{
    /// <value>Describes the numeric environment (device, threads, instruction set, library). Asked once, and not before the first call of a numeric function.
    /// Default: numeric functions cannot be run.</value>
    public Func<string> NumericEnvironment { get; init; } =
        () => throw new InvalidOperationException($"A numeric function was called, but {nameof(FunctionRunnerOptions)}.{nameof(NumericEnvironment)} is not set.");

    /// <value>Describes the numeric environment of a device that a call names. Asked once for each device that is there. Default: there is none.</value>
    public Func<string, string> DeviceEnvironment { get; init; } =
        device => throw new InvalidOperationException($"A numeric function was called on '{device}', but {nameof(FunctionRunnerOptions)}.{nameof(DeviceEnvironment)} is not set.");

    /// <value>Default: the system's clock.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <value>Told of every call. Default: none.</value>
    public IReadOnlyList<ICallObserver> Observers { get; init; } = [];

    /// <value>Implementations log under <c>Tapir.Functions.NAME</c>. Default: no logs.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <value>Cancelled when the program is asked to stop.</value>
    public CancellationToken Stopping { get; init; }

    /// <value>A task that ends when the orchestration instance of that id has been terminated; a call that it made is cancelled then. The token is cancelled when
    /// the call is over. Default: calls run to their end whatever becomes of their orchestration.</value>
    public Func<string, CancellationToken, Task>? Terminated { get; init; }

    /// <value>How long a call of a function may work; the wait for an equal call elsewhere does not count. One that works for longer is cancelled, and fails with a
    /// <see cref="FunctionTimeLimitException"/>. Default: none has a limit.</value>
    public Func<DurableFunction, TimeLimit> TimeLimitOf { get; init; } = _ => TimeLimit.None;
}
