using Tapir.Host.Runs;

namespace Tapir.Host.Serving;

/// <summary>All runs, the newest first. The folder of ten thousand is not read again while none came or went.</summary>
internal sealed class RunIndex(RunCatalog catalog, string folder, TimeProvider clock)
{
    // A folder's time is coarse: one that was made in the instant of the look may not be seen in it.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private IReadOnlyList<RunRecord> runs = [];
    private DateTime asOf = DateTime.MinValue;

    public IReadOnlyList<RunRecord> Newest()
    {
        lock (gate)
        {
            DateTime changed = Directory.GetLastWriteTimeUtc(folder);
            if (changed == asOf)
            {
                return runs;
            }

            string[] ids = [.. catalog.Ids()];
            RunRecord[] found = [.. ids.AsParallel().Select(catalog.TryGet).OfType<RunRecord>()];
            Array.Sort(found, (one, other) => (other.CreatedAt, other.Id).CompareTo((one.CreatedAt, one.Id)));
            runs = found;
            // A run whose record is still to be written changes its own folder, and not this one.
            asOf = found.Length == ids.Length && clock.GetUtcNow() - changed > Settled ? changed : DateTime.MinValue;
            return runs;
        }
    }
}
