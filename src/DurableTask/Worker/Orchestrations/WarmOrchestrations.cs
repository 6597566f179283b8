namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>The orchestrations that a worker keeps warm; the one unused for longest goes first when there are too many. Thread-safe.</summary>
/// <param name="capacity">How many are kept; 0 for none.</param>
internal sealed class WarmOrchestrations(int capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string InstanceId, WarmOrchestration Warm)>> byInstance = [];
    private readonly LinkedList<(string InstanceId, WarmOrchestration Warm)> byUse = new();

    public int Count
    {
        get
        {
            lock (gate)
            {
                return byInstance.Count;
            }
        }
    }

    /// <summary>Takes an orchestration out, so that one turn at a time has it.</summary>
    public WarmOrchestration? Take(string instanceId)
    {
        lock (gate)
        {
            if (!byInstance.Remove(instanceId, out LinkedListNode<(string InstanceId, WarmOrchestration Warm)>? kept))
            {
                return null;
            }

            byUse.Remove(kept);
            return kept.Value.Warm;
        }
    }

    public void Keep(string instanceId, WarmOrchestration warm)
    {
        if (capacity == 0)
        {
            return;
        }

        lock (gate)
        {
            if (byInstance.Remove(instanceId, out LinkedListNode<(string InstanceId, WarmOrchestration Warm)>? older))
            {
                byUse.Remove(older);
            }

            byInstance.Add(instanceId, byUse.AddLast((instanceId, warm)));
            while (byInstance.Count > capacity)
            {
                byInstance.Remove(byUse.First!.Value.InstanceId);
                byUse.RemoveFirst();
            }
        }
    }
}
