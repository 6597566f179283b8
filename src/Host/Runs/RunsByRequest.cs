namespace Tapir.Host.Runs;

/// <summary>Runs by the key of the request that they were recorded for. Each record is read once for that: a key that is not known yet costs a look at the names of the
/// folders, because another process may have recorded it.</summary>
internal sealed class RunsByRequest(RunCatalog catalog)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    /// <summary>The run of a key; null when there is none.</summary>
    public RunRecord? Find(string requestKey)
    {
        lock (gate)
        {
            if (Known(requestKey) is { } before)
            {
                return before;
            }

            ReadThoseThatCame();
            return Known(requestKey);
        }
    }

    // It may have been removed since.
    private RunRecord? Known(string requestKey) => ids.TryGetValue(requestKey, out string? id) ? catalog.TryGet(id) : null;

    private void ReadThoseThatCame()
    {
        foreach (RunRecord run in catalog.Ids().Where(id => !read.Contains(id)).Select(catalog.TryGet).OfType<RunRecord>())
        {
            read.Add(run.Id);
            if (run.RequestKey is { } key)
            {
                ids[key] = run.Id;
            }
        }
    }
}
