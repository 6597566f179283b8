using System.Collections.Concurrent;
using Tapir.Host.Runs;

namespace Tapir.Host.Serving;

/// <summary>Finds the runs that were recorded since the last look, by whichever process. Used by one caller at a time, but for <see cref="Saw"/>.</summary>
/// <param name="folder">That of the runs.</param>
internal sealed class RunArrivals(RunCatalog catalog, string folder, TimeProvider clock)
{
    // A folder's time is coarse: one that was made in the instant of the look may not be seen in it.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);
    private DateTime asOf = DateTime.MinValue;

    /// <summary>Takes note of a run.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Saw(string run) => known.TryAdd(run, true);

    /// <summary>The runs that are still to be taken note of, oldest first.</summary>
    public IReadOnlyList<RunRecord> Look()
    {
        DateTime changed = Directory.GetLastWriteTimeUtc(folder);
        if (changed == asOf)
        {
            return [];
        }

        string[] others = [.. catalog.Ids().Where(id => RunId.IsOne(id) && !known.ContainsKey(id))];
        // A record that is still to be written changes its own folder, and not this one: looked at again until it is there.
        asOf = others.Length == 0 && clock.GetUtcNow() - changed > Settled ? changed : DateTime.MinValue;
        return [.. others.Select(catalog.TryGet).OfType<RunRecord>().OrderBy(run => run.CreatedAt).ThenBy(run => run.Id, StringComparer.Ordinal)];
    }
}
