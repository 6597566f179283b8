namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>The orchestrations that a worker keeps warm; the one unused for longest goes first when there are too many. Thread-safe.</summary>
/// <param name="capacity">How many are kept; 0 for none.</param>
internal sealed class WarmOrchestrations(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string InstanceId, WarmOrchestration Warm)>> _byInstance = [];
    private readonly LinkedList<(string InstanceId, WarmOrchestration Warm)> _byUse = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byInstance.Count;
            }
        }
    }

    /// <summary>Takes an orchestration out, so that one turn at a time has it.</summary>
    public WarmOrchestration? Take(string instanceId)
    {
        lock (_lock)
        {
            if (!_byInstance.Remove(instanceId, out LinkedListNode<(string InstanceId, WarmOrchestration Warm)>? kept))
            {
                return null;
            }

            _byUse.Remove(kept);
            return kept.Value.Warm;
        }
    }

    public void Keep(string instanceId, WarmOrchestration warm)
    {
        if (capacity == 0)
        {
            return;
        }

        lock (_lock)
        {
            if (_byInstance.Remove(instanceId, out LinkedListNode<(string InstanceId, WarmOrchestration Warm)>? older))
            {
                _byUse.Remove(older);
            }

            _byInstance.Add(instanceId, _byUse.AddLast((instanceId, warm)));
            while (_byInstance.Count > capacity)
            {
                _byInstance.Remove(_byUse.First!.Value.InstanceId);
                _byUse.RemoveFirst();
            }
        }
    }
}
