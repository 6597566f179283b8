using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Tracing;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>The context of one execution: turns what the orchestrator asks for into decisions and open tasks.</summary>
internal sealed partial class OrchestratorContext : TaskOrchestrationContext
{
    private readonly OrchestratorSettings settings;
    private readonly OrchestratorThread thread;
    private readonly ExecutionStartedEvent started;
    private readonly DeterministicGuids guids;
    private readonly Dictionary<int, IOpenTask> openTasks = [];
    private object? customStatus;
    private DateTime now;
    private bool replaying = true;

    public OrchestratorContext(string instanceId, ExecutionStartedEvent started, DateTime begun, OrchestratorSettings settings, OrchestratorThread thread)
    {
        InstanceId = instanceId;
        this.started = started;
        this.settings = settings;
        this.thread = thread;
        now = begun;
        Span = new(instanceId, started, begun);
        guids = new(instanceId);
        Name = started.Name;
        Version = started.Version ?? string.Empty;
        Parent = started.ParentInstance is { OrchestrationInstance: { } parent } info
            ? new ParentOrchestrationInstance(info.Name ?? string.Empty, parent.InstanceId)
            : null;
    }

    public override TaskName Name { get; }

    public override string InstanceId { get; }

    public override string Version { get; }

    public override ParentOrchestrationInstance? Parent { get; }

    public override DateTime CurrentUtcDateTime => now;

    public override bool IsReplaying => replaying;

    public OrchestrationSpan Span { get; }

    public DecisionLog Decisions { get; } = new();

    public ExternalEvents Events { get; } = new();

    /// <value>How the orchestration is to start over; null when it is not.</value>
    public ContinuationRequest? Continuation { get; private set; }

    /// <value>The custom status as text; null when there is none.</value>
    public string? CustomStatus => settings.Converter.Serialize(customStatus);

    protected override ILoggerFactory LoggerFactory => settings.Loggers;

    public void Set(DateTime now) => this.now = now;

    public void SetReplaying(bool replaying) => this.replaying = replaying;

    /// <summary>Takes a task that has come to its end out of the open ones.</summary>
    /// <returns>The task; null for one that had ended before, such as a result that came twice.</returns>
    public IOpenTask? Close(int id) => openTasks.Remove(id, out IOpenTask? task) ? task : null;

    public override T? GetInput<T>()
        where T : default => TaskInput.ReadBare(settings.Converter, started.Input, typeof(T)) is T input ? input : default;

    public override Guid NewGuid()
    {
        EnsureOwnThread();
        return guids.Next(now);
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnsureOwnThread();
        this.customStatus = customStatus;
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        EnsureOwnThread();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        Decisions.Add(new()
        {
            SendEvent = new()
            {
                Instance = new() { InstanceId = instanceId },
                Name = eventName,
                Data = settings.Converter.Serialize(payload),
            },
        });
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnsureOwnThread();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return Events.WaitFor<T>(eventName, settings.Converter, cancellationToken);
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        EnsureOwnThread();

        // A time without a zone is taken as UTC: the local zone could differ between the workers that replay this.
        DateTime due = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        while (due - now > settings.MaximumTimerInterval)
        {
            await StartTimer(now + settings.MaximumTimerInterval, cancellationToken);
        }

        await StartTimer(due, cancellationToken);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        EnsureOwnThread();
        ArgumentNullException.ThrowIfNull(options);
        Continuation = new(settings.Converter.Serialize(options.NewInput), options.NewVersion, options.PreserveUnprocessedEvents);
    }

    private Task StartTimer(DateTime due, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellation);
        }

        int id = Decisions.Add(new() { CreateTimer = new() { FireAt = Timestamp.FromDateTime(due) } });
        OpenTimer timer = new();
        timer.CancelWith(cancellation);
        openTasks.Add(id, timer);
        return timer.Task;
    }

    private void EnsureOwnThread()
    {
        if (!thread.IsCurrent)
        {
            throw new InvalidOperationException(
                $"Orchestration '{Name}' used its context from another thread. Await nothing in an orchestrator but tasks of its context, "
                + "without ConfigureAwait(false), and do other work in activities.");
        }
    }
}
