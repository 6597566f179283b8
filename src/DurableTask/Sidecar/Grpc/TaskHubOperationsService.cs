using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tapir.DurableTask.Protobuf.Operations;
using Tapir.DurableTask.Sidecar.Engine;

namespace Tapir.DurableTask.Sidecar.Grpc;

/// <summary>What people ask of the hub over the same port: what is in it, who works, and what is parked.</summary>
internal sealed class TaskHubOperationsService(TaskHub hub) : TaskHubOperations.TaskHubOperationsBase
{
    public override async Task<LookResponse> Look(LookRequest request, ServerCallContext context)
    {
        HubStatus status = await ReadingAsync(hub.GetStatusAsync);
        HubWork work = await hub.GetWorkAsync();
        return new LookResponse
        {
            Instances = { status.Instances.ToDictionary() },
            InboxMessages = status.InboxMessages,
            PendingActivities = status.PendingActivities,
            Timers = status.Timers,
            Parked = status.Parked,
            OldestMessage = status.OldestMessage is { } message ? Timestamp.FromDateTimeOffset(message) : null,
            OldestActivity = status.OldestActivity is { } activity ? Timestamp.FromDateTimeOffset(activity) : null,
            Workers = { work.Workers.Select(Written) },
            Waiting = { work.Waiting.Select(line => new Waiting { Name = line.Name, IsActivity = line.IsActivity, Count = line.Count, IsOffered = line.IsOffered }) },
            Damage = { status.Damage.Select(row => row.ToString()) },
        };
    }

    public override async Task<ListParkedResponse> ListParked(ListParkedRequest request, ServerCallContext context) =>
        new() { Items = { (await ReadingAsync(hub.ListParkedAsync)).Select(Written) } };

    public override async Task<RetryParkedResponse> RetryParked(RetryParkedRequest request, ServerCallContext context)
    {
        RetryParkedResponse response = new();
        foreach (string id in request.Ids.Distinct(StringComparer.Ordinal))
        {
            if (!await hub.RetryParkedAsync(id))
            {
                response.Unknown.Add(id);
            }
        }

        return response;
    }

    private static Protobuf.Operations.Worker Written(ConnectedWorker worker) => new()
    {
        Name = worker.Name,
        Orchestrations = { worker.Orchestrations },
        Activities = { worker.Activities },
        InHand = { worker.InHand.Select(Written) },
    };

    private static InHand Written(WorkInHand item)
    {
        InHand written = new() { InstanceId = item.InstanceId, Name = item.Name };
        if (item.TaskId is { } task)
        {
            written.TaskId = task;
        }

        return written;
    }

    private static Parked Written(ParkedItem item)
    {
        Parked written = new() { Id = item.Id, InstanceId = item.InstanceId, Name = item.Name, Reason = item.Reason };
        if (item.TaskId is { } task)
        {
            written.TaskId = task;
        }

        return written;
    }

    private static async Task<T> ReadingAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (error is Microsoft.Data.Sqlite.SqliteException or ObjectDisposedException)
        {
            throw Refusals.From(error);
        }
    }
}
