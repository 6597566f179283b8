using Tapir.Host.Runs;

namespace Tapir.Host.Serving;

/// <summary>Finds runs page by page, the newest first, so that ten thousand of them cost no more than those that are shown.</summary>
internal sealed class RunDirectory(RunIndex index, RunBoard board, RunQueue queue, EndedRuns ended)
{
    private const int LargestPage = 200;

    /// <param name="page">From 1.</param>
    /// <param name="pageSize">1 to 200.</param>
    /// <exception cref="BadPageException">Page or size is out of range.</exception>
    public async Task<RunPage> PageAsync(RunFilter filter, int page, int pageSize, CancellationToken cancellation)
    {
        if (page < 1 || pageSize is < 1 or > LargestPage)
        {
            throw new BadPageException($"'page' must be at least 1 and 'pageSize' 1 to {LargestPage}; they are {page} and {pageSize}.");
        }

        IEnumerable<RunRecord> matching = index.Newest().Where(run =>
            (filter.Name is null || run.Spec.Name == filter.Name) && (filter.Text is null || run.Id.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)));
        RunRecord[] found = filter.Status is null ? [.. matching] : await WithStatusAsync([.. matching], filter.Status, cancellation);
        RunRow[] rows = await Task.WhenAll(found.Skip((page - 1) * pageSize).Take(pageSize).Select(run => board.ReadRowAsync(run.Id)));
        return new RunPage(rows, page, pageSize, found.Length);
    }

    private async Task<RunRecord[]> WithStatusAsync(RunRecord[] candidates, string status, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> over = await ended.ByIdAsync(cancellation);
        HashSet<string> waiting = [.. queue.Waiting];
        List<RunRecord> found = [];
        foreach (RunRecord[] some in candidates.Chunk(64))
        {
            cancellation.ThrowIfCancellationRequested();
            string[] statuses = await Task.WhenAll(some.Select(StatusAsync));
            found.AddRange(some.Where((_, at) => statuses[at] == status));
        }

        return [.. found];

        async Task<string> StatusAsync(RunRecord run) =>
            over.TryGetValue(run.Id, out string? end) ? end : waiting.Contains(run.Id) ? "queued" : (await board.ReadRowAsync(run.Id)).Status;
    }
}
