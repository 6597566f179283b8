using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Sharing;

/// <summary>What of a state folder workers on other machines share.</summary>
/// <param name="Describe">A run by its id.</param>
internal sealed record SharedRooms(
    IArtifactStore Artifacts, Uploads Uploads, SqliteResultIndex Results, ResponseLedger Ledger, CallsFromElsewhere Calls, WatchedCalls Watched, Func<string, SharedRun> Describe)
{
    /// <summary>How long a worker may be silent before what it holds is another's.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>How long a worker waits for another's claim before it is answered in any case, so that neither side waits for one that is gone.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <value>Which notes of workers have been heard.</value>
    public HeardNotes Heard { get; } = new();
}
