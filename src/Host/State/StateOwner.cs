using System.Text.Json.Serialization;
using Tapir.Host.Engine;

namespace Tapir.Host.State;

/// <summary>Who holds a state folder's lock, as that process wrote it down in <c>lock.owner</c>.</summary>
/// <param name="Process">Its id.</param>
/// <param name="Access">A holder that only joins is a command such as status, one that sweeps is `tapir gc`: both are soon done.</param>
/// <param name="Since">When it took the lock.</param>
/// <param name="Address">Where its sidecar listens: <c>unix:///path</c> or <c>http://host:port</c>; null before it does.</param>
internal sealed record StateOwner(int Process, EngineAccess Access, DateTimeOffset Since, string? Address)
{
    /// <value>Whether there is such a process on this machine, as far as this one can see.</value>
    [JsonIgnore]
    public bool IsAlive
    {
        get
        {
            try
            {
                using var process = System.Diagnostics.Process.GetProcessById(Process);
                return !process.HasExited;
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                return false;
            }
        }
    }

    public override string ToString() => Access == EngineAccess.Sweep ? $"process {Process} (`tapir gc`)" : $"process {Process}";
}
