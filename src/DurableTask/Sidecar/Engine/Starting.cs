using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Bringing instances into being: for a client, for a parent orchestration, or once more.</summary>
internal static class Starting
{
    /// <summary>Ids longer than this are refused: they are keys, file names and parts of URLs elsewhere.</summary>
    public const int LongestId = 1024;

    public static string Start(HubTransaction transaction, CreateInstanceRequest request)
    {
        string id = request.InstanceId.Length == 0 ? NewId() : request.InstanceId;
        MessageSize.Ensure(request, id);
        if (FaultOf(id) is { } fault)
        {
            throw Refusals.Because(StatusCode.InvalidArgument, fault);
        }

        if (request.Name.Length == 0)
        {
            throw Refusals.Because(StatusCode.InvalidArgument, $"The request to start instance '{Refusals.Shorten(id)}' names no orchestration. Give the orchestration's name.");
        }

        if (transaction.Instances.Find(id) is { } existing)
        {
            if (request.OrchestrationIdReusePolicy?.ReplaceableStatus.Contains(existing.Status) != true)
            {
                throw Refusals.Because(
                    StatusCode.AlreadyExists,
                    $"An orchestration instance '{Refusals.Shorten(id)}' exists already and is {existing.Status}. Choose another id, purge that instance, or give a reuse policy that names this status.");
            }

            transaction.Remove(existing);
        }

        var start = new ExecutionStartedEvent
        {
            Name = request.Name,
            Version = request.Version,
            Input = request.Input,
            ScheduledStartTimestamp = request.ScheduledStartTimestamp,
            ParentTraceContext = request.ParentTraceContext,
        };
        start.Tags.Add(request.Tags);
        string execution = string.IsNullOrEmpty(request.ExecutionId) ? NewId() : request.ExecutionId;
        Create(transaction, new NewInstance(id, execution, start, request.ScheduledStartTimestamp?.ToDateTimeOffset()));
        return id;
    }

    /// <param name="id">The number of the parent's decision.</param>
    /// <param name="child">What the parent's history says of it.</param>
    public static void StartChild(HubTransaction transaction, InstanceRow parent, int id, SubOrchestrationInstanceCreatedEvent child, DateTimeOffset now)
    {
        if (FaultOf(child.InstanceId) is { } fault)
        {
            transaction.Deliver(parent, Messages.ChildFailed(id, new TaskFailureDetails { ErrorType = "InvalidInstanceId", ErrorMessage = fault, IsNonRetriable = true }, now));
            return;
        }

        if (transaction.Instances.Find(child.InstanceId) is { } existing)
        {
            if (!existing.IsFinished)
            {
                transaction.Deliver(parent, Messages.ChildFailed(id, AlreadyRunning(child.InstanceId), now));
                return;
            }

            // A parent that tries again, or begins anew, gives the same child id on purpose.
            transaction.Remove(existing);
        }

        var start = new ExecutionStartedEvent
        {
            Name = child.Name,
            Version = child.Version,
            Input = child.Input,
            ParentTraceContext = child.ParentTraceContext,
            ParentInstance = new ParentInstanceInfo
            {
                TaskScheduledId = id,
                Name = parent.Name,
                Version = parent.Version,
                OrchestrationInstance = new OrchestrationInstance { InstanceId = parent.Id, ExecutionId = parent.ExecutionId },
            },
        };
        start.Tags.Add(child.Tags);
        Create(transaction, new NewInstance(child.InstanceId, NewId(), start, ScheduledStart: null));
    }

    public static string Restart(HubTransaction transaction, RestartInstanceRequest request)
    {
        InstanceRow row = transaction.Instances.Find(request.InstanceId) ?? throw Refusals.NoSuchInstance(request.InstanceId);
        if (!row.IsFinished)
        {
            throw Refusals.Because(StatusCode.FailedPrecondition, $"The orchestration instance '{Refusals.Shorten(row.Id)}' is {row.Status}; only a finished one can be restarted. Terminate it first.");
        }

        var start = new ExecutionStartedEvent { Name = row.Name, Version = row.Version, Input = transaction.Instances.InputOf(row.Key) };
        if (row.Tags is { } tags)
        {
            start.Tags.Add(ExecutionStartedEvent.Parser.ParseFrom(tags).Tags);
        }

        string id = row.Id;
        if (request.RestartWithNewInstanceId)
        {
            id = NewId();
        }
        else
        {
            transaction.Remove(row);
        }

        Create(transaction, new NewInstance(id, NewId(), start, ScheduledStart: null));
        return id;
    }

    /// <returns>Why no instance can have that id; null when one can.</returns>
    private static string? FaultOf(string id) => id switch
    {
        "" => "The instance id of the sub-orchestration is empty. Give it an id.",
        ['@', ..] => $"The instance id '{Refusals.Shorten(id)}' begins with '@', which is reserved for entities. Choose another id.",
        { Length: > LongestId } => $"The instance id '{Refusals.Shorten(id)}' has {id.Length} characters; at most {LongestId} are allowed.",
        _ => null,
    };

    public static string NewId() => Guid.NewGuid().ToString("N");

    private static void Create(HubTransaction transaction, NewInstance instance)
    {
        DateTimeOffset now = transaction.Now;
        instance.Start.OrchestrationInstance = new OrchestrationInstance { InstanceId = instance.Id, ExecutionId = instance.ExecutionId };
        long key = transaction.NextSequence();
        transaction.Instances.Insert(key, instance, OrchestrationStatus.Pending, now.UtcTicks);
        InstanceRow row = transaction.Instances.Find(key)!;
        HistoryEvent started = Messages.Started(instance.Start, now);
        if (instance.ScheduledStart is { } time && time > now)
        {
            transaction.DeliverAt(row, time, started);
        }
        else
        {
            transaction.Deliver(row, started);
        }

        transaction.AfterCommit(dispatcher => dispatcher.Watch.Changed(row.Id));
    }

    private static TaskFailureDetails AlreadyRunning(string id) => new()
    {
        ErrorType = "OrchestrationAlreadyExists",
        ErrorMessage = $"An orchestration instance '{Refusals.Shorten(id)}' is running already, so it cannot be started as a sub-orchestration.",
        IsNonRetriable = true,
    };
}
