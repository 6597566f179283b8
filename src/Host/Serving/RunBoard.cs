using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using Tapir.Host.Engine;
using Tapir.Host.Live;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.State;
using Tapir.Teachers.Budgets;

namespace Tapir.Host.Serving;

/// <summary>What is shown of runs over HTTP and on the page. However many ask for a run, it is read at most four times a second.</summary>
internal sealed class RunBoard(TapirEngine engine, CallTrees calls, RunQueue queue, EndedRuns ended, RunFileAddresses addresses, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    // What is over changes only when somebody begins it again, which is told here.
    private static readonly TimeSpan FreshWhenOver = TimeSpan.FromSeconds(10);

    private readonly MemoryCache views = new(new MemoryCacheOptions { SizeLimit = 200 });
    private readonly MemoryCache rows = new(new MemoryCacheOptions { SizeLimit = 2_000 });
    private readonly RunPace pace = new(clock);

    /// <exception cref="UnknownRunException">There is no such run.</exception>
    public Task<RunView> ReadAsync(string id) => ReadAsync(views, id, LookAsync, view => view.IsOver);

    /// <summary>Of a run what a list shows.</summary>
    /// <exception cref="UnknownRunException">There is no such run.</exception>
    public Task<RunRow> ReadRowAsync(string id) => ReadAsync(rows, id, LookAtRowAsync, row => RunView.IsEnd(row.Status));

    /// <summary>Makes the next look a new one, after something was changed.</summary>
    public void Forget(string id)
    {
        ended.Forget(id);
        views.Remove(id);
        rows.Remove(id);
    }

    public void Dispose()
    {
        views.Dispose();
        rows.Dispose();
    }

    private static Task<T> ReadAsync<T>(MemoryCache cache, string id, Func<string, Task<T>> look, Predicate<T> isOver)
    {
        Lazy<Task<T>> reading = cache.GetOrCreate(id, entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Fresh;
            entry.Size = 1;
            return new Lazy<Task<T>>(async () =>
            {
                T seen = await look(id);
                if (isOver(seen))
                {
                    cache.Set(id, new Lazy<Task<T>>(Task.FromResult(seen)), new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = FreshWhenOver, Size = 1 });
                }

                return seen;
            });
        })!;
        return reading.Value;
    }

    private async Task<RunRow> LookAtRowAsync(string id)
    {
        RunRecord run = engine.Runs.Get(id);
        RunDocument document = InLine(run, await engine.Monitor.ReadAsync(run, CancellationToken.None)).Document;
        ended.Saw(run.Id, document.Status);
        StudentFigures? last = StudentFigures.Of(document.Rounds, document.Preference) is [.., { } latest] ? latest : null;
        return new RunRow(
            run.Id,
            run.Spec.Name,
            document.Status,
            document.Phase,
            document.Message,
            run.CreatedAt,
            ShareOf(run, document, calls.LinesOf(run.Id) ?? []),
            document.Rounds.Count > 0 ? document.Rounds[^1].Round : null,
            last?.Accuracy,
            last?.Low,
            last?.High,
            document.Calls,
            document.Tokens,
            document.Cost);
    }

    private async Task<RunView> LookAsync(string id)
    {
        RunRecord run = engine.Runs.Get(id);
        (RunDocument read, RunProgress progress) = await engine.Monitor.LookAsync(run, CancellationToken.None);
        (RunDocument document, int? place) = InLine(run, read);
        ended.Saw(run.Id, document.Status);
        IReadOnlyList<CallLine> lines = calls.LinesOf(run.Id) ?? await Task.Run(new StoredCalls(engine.Results, run.Id, engine.OthersSince).Snapshot);
        Spending spent = engine.Ledger.SpentBy(run.Id);
        BudgetLimits limits = engine.Ledger.BudgetOf(run.Id);
        double share = ShareOf(run, document, lines);
        RunResource resource = new(
            addresses.In(document),
            run.Spec.Name,
            run.CreatedAt,
            share,
            place,
            new BudgetResource(
                new BudgetUse(spent.Calls, limits.Calls),
                new BudgetUse(spent.Tokens, limits.Tokens),
                new BudgetUse((double)spent.Money, (double?)limits.Money)),
            [.. lines.Select(FunctionResource.Of)]);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(resource, StateJson.Options);
        return new RunView(run, resource, json, $"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..16]}\"", clock.GetUtcNow())
        {
            Rounds = progress.Run?.Rounds ?? [],
            Preference = progress.Run?.Preference,
            Seed = progress.Run?.Seed,
            Parked = document.Parked,
            Waiting = progress.Pending,
            TimeLeft = pace.TimeLeft(run.Id, document.Status, share),
        };
    }

    private (RunDocument Document, int? Place) InLine(RunRecord run, RunDocument document)
    {
        int? place = queue.Waiting.Index().Where(waiting => waiting.Item == run.Id).Select(waiting => (int?)waiting.Index + 1).FirstOrDefault();
        return place is null
            ? (document, null)
            : (document with { Status = "queued", Message = place == 1 ? "Next in line: it begins when one of those under way is over." : $"Number {place} in line: it begins when those before it have." }, place);
    }

    private static double ShareOf(RunRecord run, RunDocument document, IReadOnlyList<CallLine> lines) => document.Status == "done" ? 1 : RunShare.Done(run.Spec, document, lines);
}
