using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>One hand-out of one turn to one worker. Only a completion that carries its epoch counts.</summary>
internal sealed class TurnLease(InstanceSlot slot, WorkerConnection worker, long epoch, long turn, string instanceId, IReadOnlyList<HistoryEvent> newEvents, long? startMessage, long lastMessage)
{
    private readonly SortedDictionary<int, OrchestratorResponse> chunks = [];

    public InstanceSlot Slot => slot;

    public string Token { get; } = new CompletionToken(WorkKind.Turn, slot.Key, epoch).ToString();

    public WorkerConnection Worker => worker;

    public long Epoch => epoch;

    /// <summary>Number of turns committed when this one was handed out.</summary>
    public long Turn => turn;

    public string InstanceId => instanceId;

    /// <summary>What the worker was sent as new, word for word: it becomes history only when the turn is committed.</summary>
    public IReadOnlyList<HistoryEvent> NewEvents => newEvents;

    /// <summary>Sequence of the start among them, which may stand in the inbox behind others; null when it is not among them.</summary>
    public long? StartMessage => startMessage;

    /// <summary>Sequence of the last inbox message among them, the start excepted; -1 when there is no other.</summary>
    public long LastMessage => lastMessage;

    /// <summary>Keeps a part of a completion that is too large for one message. A part sent twice counts once.</summary>
    public void Keep(OrchestratorResponse part) => chunks[part.PartIndex() ?? chunks.Count] = part;

    /// <summary>The completion with the actions of all parts in order.</summary>
    /// <exception cref="RpcException">DataLoss: a part never arrived, or there is one too many. Applied all the same, the orchestration would wait for ever for what it had decided.</exception>
    public OrchestratorResponse Whole(OrchestratorResponse last)
    {
        int[] had = [.. chunks.Keys];
        int expected = last.PartIndex() ?? had.Length;
        if (!had.SequenceEqual(Enumerable.Range(0, expected)))
        {
            throw Refusals.Because(
                StatusCode.DataLoss,
                $"The answer of instance '{instanceId}' has {expected + 1} parts; before the last one came {(had.Length == 0 ? "none" : $"number {string.Join(", ", had)}, counted from 0")}. Send all parts of an answer, the last one after the others.");
        }

        if (had.Length == 0)
        {
            return last;
        }

        OrchestratorResponse whole = last.Clone();
        whole.Actions.Clear();
        foreach (OrchestratorResponse part in chunks.Values.Append(last))
        {
            whole.Actions.AddRange(part.Actions);
        }

        return whole;
    }
}
