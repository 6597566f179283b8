using Tapir.DurableTask.Sidecar.Dispatch;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>One thing asked of the hub: what it writes, what it changes in memory once that is on disk, and who waits for it.</summary>
/// <param name="kind">The word before the dot of its instants ("start", "turn", ...), or null when it has none.</param>
/// <param name="writes">Whether it needs a transaction.</param>
internal abstract class HubOperation(string? kind, bool writes)
{
    public string? Kind => kind;

    public bool Writes => writes;

    public List<Action<Dispatcher>> Effects { get; } = [];

    /// <summary>Why this operation was refused, or null.</summary>
    public Exception? Refusal { get; set; }

    public abstract void Execute(HubTransaction transaction);

    /// <summary>Tells the waiting caller, after the commit.</summary>
    public abstract void Reply();

    public void Reach(string instant)
    {
        if (kind is not null && Refusal is null)
        {
            Instants.Reach(kind + instant);
        }
    }
}
