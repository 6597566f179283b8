using Tapir.Artifacts;
using Tapir.Host.State;

namespace Tapir.Host.Holding;

/// <summary>As what a process is known in a shared artifact store.</summary>
/// <param name="Id">The holder's id.</param>
/// <param name="Lease">By what it is told from others that would be the same holder.</param>
/// <param name="Folder">The state folder.</param>
internal sealed record HolderIdentity(string Id, Guid Lease, string Folder)
{
    /// <summary>The state folder itself.</summary>
    public static HolderIdentity Of(StateFolder state) => new(StateId.Of(state), StateId.LeaseOf(state), state.Root);

    /// <summary>A backup of it that is being taken now.</summary>
    public static HolderIdentity OfBackup(StateFolder state)
    {
        Guid lease = Guid.NewGuid();
        return new($"{BackupPrefix(state)}{lease:n}", lease, state.Root);
    }

    /// <summary>What the ids of all its backups begin with that are being taken.</summary>
    public static string BackupPrefix(StateFolder state) => $"{StateId.Of(state)}-backup-";

    /// <summary>What was pushed from it.</summary>
    public static HolderIdentity OfPushed(StateFolder state) => new($"{StateId.Of(state)}-pushed", Guid.Empty, state.Root);

    /// <summary>What was restored into it, until a process has worked there and says itself what it needs.</summary>
    /// <param name="folder">Where it will lie.</param>
    public static HolderIdentity OfRestored(StateFolder state, string folder) => new($"{StateId.Of(state)}-restored-{StateId.LeaseOf(state):n}", Guid.Empty, folder);

    public StoreHolder Holder(bool isWorking, DateTimeOffset completeUntil, IReadOnlyList<ArtifactRef> keep) =>
        new(Id, Environment.MachineName, Folder, Environment.ProcessId, isWorking, completeUntil, keep);
}
