using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.Runs;

namespace Tapir.Host.Serving;

/// <summary>Finds runs page by page, the newest first, so that ten thousand of them cost no more than those that are shown.</summary>
internal sealed class RunDirectory(TapirEngine engine, RunBoard board)
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

        RunRecord[] candidates = [.. engine.Runs.List().Where(run => filter.Name is null || run.Spec.Name == filter.Name).Reverse()];
        int first = (page - 1) * pageSize;
        if (filter.Status is null)
        {
            RunRow[] shown = await Task.WhenAll(candidates.Skip(first).Take(pageSize).Select(RowOfAsync));
            return new RunPage(shown, page, pageSize, candidates.Length);
        }

        List<RunRow> matching = [];
        foreach (RunRecord[] some in candidates.Chunk(64))
        {
            cancellation.ThrowIfCancellationRequested();
            matching.AddRange((await Task.WhenAll(some.Select(RowOfAsync))).Where(row => row.Status == filter.Status));
        }

        return new RunPage([.. matching.Skip(first).Take(pageSize)], page, pageSize, matching.Count);
    }

    private async Task<RunRow> RowOfAsync(RunRecord run)
    {
        RunResource resource = (await board.ReadAsync(run.Id)).Resource;
        RoundDocument? last = resource.Rounds.Count > 0 ? resource.Rounds[^1] : null;
        return new RunRow(run.Id, run.Spec.Name, resource.Status, resource.Phase, resource.Message, run.CreatedAt, resource.DoneShare, last?.Round, last?.Accuracy, resource.Calls, resource.Tokens, resource.Cost);
    }
}
