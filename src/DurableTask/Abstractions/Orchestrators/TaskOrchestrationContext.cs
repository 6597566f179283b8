using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Abstractions;

namespace Tapir.DurableTask;

/// <summary>What an orchestrator knows and can do. Everything here gives the same answer again when the orchestration is replayed.</summary>
/// <remarks>Not thread-safe: call it from the orchestrator's own code only, never from another thread.</remarks>
public abstract class TaskOrchestrationContext
{
    public abstract TaskName Name { get; }

    public abstract string InstanceId { get; }

    /// <value>The orchestration that started this one; null for one started by a client.</value>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <value>The time at which the present turn began, in UTC. It stands still between awaits.</value>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <value>True while code runs whose outcome is already in the history.</value>
    public abstract bool IsReplaying { get; }

    /// <value>The version with which the instance was started; empty when none was given.</value>
    public virtual string Version => string.Empty;

    /// <value>Values that the host attached to this orchestration; empty unless it did.</value>
    public virtual IReadOnlyDictionary<string, object?> Properties => ImmutableDictionary<string, object?>.Empty;

    /// <value>Makes loggers that say nothing during replay.</value>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => new ReplaySafeLoggerFactory(this, LoggerFactory);

    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <returns>The orchestration's input; default of <typeparamref name="T"/> when there is none.</returns>
    public abstract T? GetInput<T>();

    /// <inheritdoc cref="CallActivityAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <inheritdoc cref="CallActivityAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <inheritdoc cref="CallActivityAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <summary>Calls an activity. It runs at least once, on any worker that has it; input and result are kept in the history.</summary>
    /// <exception cref="TaskFailedException">(Of the task) The activity failed and is not tried again.</exception>
    /// <exception cref="InvalidOperationException">The call came from another thread than the orchestrator's.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CreateTimer(DateTime, CancellationToken)"/>
    /// <param name="delay">How long from <see cref="CurrentUtcDateTime"/>.</param>
    /// <param name="cancellationToken">Stops the waiting; the task is then cancelled.</param>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Waits durably, over restarts of every process, for days if need be.</summary>
    /// <param name="fireAt">When to go on, in UTC.</param>
    /// <param name="cancellationToken">Stops the waiting; the task is then cancelled.</param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event raised by a client or sent by another orchestration. Events that came earlier are kept until
    /// someone waits; each completes one wait, the newest first where there are several.</summary>
    /// <param name="eventName">The event's name, without regard to case.</param>
    /// <param name="cancellationToken">Stops the waiting; the task is then cancelled.</param>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="WaitForExternalEvent{T}(string, TimeSpan, CancellationToken)"/>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event for a limited time.</summary>
    /// <param name="eventName">The event's name, without regard to case.</param>
    /// <param name="timeout">The longest wait, by a durable timer.</param>
    /// <param name="cancellationToken">Stops the waiting; the task is then cancelled.</param>
    /// <exception cref="TaskCanceledException">(Of the task) The time was up, or the token was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task timeUp = CreateTimer(timeout, timer.Token);

        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<T> arrived = WaitForExternalEvent<T>(eventName, waiting.Token);

        Task first = await Task.WhenAny(timeUp, arrived);
        (first == arrived ? timer : waiting).Cancel();
        return await arrived;
    }

    /// <summary>Sends an event to another orchestration, in order with others to it. It is dropped where no such instance exists.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what status queries show besides the state; null clears it. Keep it under 16 KB.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Starts another orchestration as a child and waits for its result. The child has its own history; terminating the
    /// parent ends it only where that is asked for.</summary>
    /// <param name="orchestratorName">The child's orchestrator.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">Retries, version, tags; <see cref="SubOrchestrationOptions"/> for its id.</param>
    /// <exception cref="TaskFailedException">(Of the task) The child failed and is not tried again.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Ends this execution and starts the next with a new input and an empty history, when the orchestrator returns.</summary>
    /// <param name="newInput">The next execution's input.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that nobody has waited for reach the next execution.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <inheritdoc cref="ContinueAsNew(object?, bool)"/>
    /// <exception cref="NotSupportedException">A new version is asked for, and this context cannot set one.</exception>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.NewVersion is not null)
        {
            throw new NotSupportedException($"{GetType()} cannot continue as version '{options.NewVersion}'.");
        }

        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>A GUID that is the same again on replay: name-based (version 5) over instance, time and a counter.</summary>
    public abstract Guid NewGuid();

    /// <returns>A logger that says nothing during replay.</returns>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) => ReplaySafeLoggerFactory.CreateLogger(categoryName);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    public virtual ILogger CreateReplaySafeLogger(Type type) => ReplaySafeLoggerFactory.CreateLogger(type);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    public virtual ILogger CreateReplaySafeLogger<T>() => ReplaySafeLoggerFactory.CreateLogger<T>();

    /// <returns>Less than 0, 0, or more than 0, as this instance's version is older than, equal to, or newer than the given one.</returns>
    public virtual int CompareVersionTo(string version) => TaskOrchestrationVersioningUtils.CompareVersions(Version, version);
}
