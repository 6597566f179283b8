namespace Tapir.Host.Sharing;

/// <summary>Which notes have been heard of each worker, so that one whose answer was lost on the way, and which is sent again, does not count twice. Thread-safe.</summary>
/// <remarks>In memory: where this machine is started again between the two, what nobody waits for may count twice. A worker's name is used by one process of it alone, and its
/// notes come one after the other.</remarks>
internal sealed class HeardNotes
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> last = new(StringComparer.Ordinal);

    /// <returns>Whether this is the first time.</returns>
    public bool Hear(string worker, long number)
    {
        lock (gate)
        {
            if (number <= last.GetValueOrDefault(worker))
            {
                return false;
            }

            last[worker] = number;
            return true;
        }
    }
}
