using Tapir.Host.Runs;

namespace Tapir.Host.Serving;

/// <summary>Finds runs page by page, the newest first, so that ten thousand of them cost no more than those that are shown.</summary>
internal sealed class RunDirectory(RunIndex index, RunBoard board, RunQueue queue, EndedRuns ended)
{
    public async Task<RunPage> PageAsync(RunFilter filter, PageAsk ask, CancellationToken cancellation)
    {
        RunRecord[] matching = [.. index.Newest().Where(filter.IsMet)];
        RunRecord[] found = filter.Status is null ? matching : await WithStatusAsync(matching, filter.Status, cancellation);
        RunRow[] rows = await Task.WhenAll(found.Skip(ask.Before).Take(ask.Size).Select(run => board.ReadRowAsync(run.Id)));
        return new RunPage(rows, ask.Number, ask.Size, found.Length);
    }

    /// <summary>How many runs have each status.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellation) =>
        (await StatusesAsync(index.Newest(), cancellation)).CountBy(run => run.Status, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    private async Task<RunRecord[]> WithStatusAsync(RunRecord[] candidates, string status, CancellationToken cancellation) =>
        [.. (await StatusesAsync(candidates, cancellation)).Where(found => found.Status == status).Select(found => found.Run)];

    private async Task<IReadOnlyList<(RunRecord Run, string Status)>> StatusesAsync(IReadOnlyList<RunRecord> candidates, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> over = await ended.ByIdAsync(cancellation);
        HashSet<string> waiting = [.. queue.Waiting];
        List<(RunRecord, string)> found = [];
        foreach (RunRecord[] some in candidates.Chunk(64))
        {
            cancellation.ThrowIfCancellationRequested();
            string[] statuses = await Task.WhenAll(some.Select(StatusAsync));
            found.AddRange(some.Zip(statuses));
        }

        return found;

        async Task<string> StatusAsync(RunRecord run) =>
            over.TryGetValue(run.Id, out string? end) ? end : waiting.Contains(run.Id) ? "queued" : (await board.ReadRowAsync(run.Id)).Status;
    }
}
