using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>What went away with workers that may come back in the same session (<see cref="WorkerSession"/>).</summary>
internal sealed class AbsentWorkers
{
    // Far more than connections are cut at once: most that are remembered are dead and never come.
    private const int Most = 1000;

    private readonly OrderedDictionary<string, LostWork> sessions = new(StringComparer.Ordinal);

    public void Add(string session, LostWork lost)
    {
        sessions[session] = lost;
        if (sessions.Count > Most)
        {
            sessions.RemoveAt(0);
        }
    }

    /// <summary>What the session's last stream took with it, once; null when nobody knows of any.</summary>
    public LostWork? Take(string session) => sessions.Remove(session, out LostWork? lost) ? lost : null;
}
