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
internal sealed class RunBoard(TapirEngine engine, CallTrees calls, RunQueue queue, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 2_000 });

    /// <exception cref="UnknownRunException">There is no such run.</exception>
    public Task<RunView> ReadAsync(string id)
    {
        Lazy<Task<RunView>> reading = cache.GetOrCreate(id, entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Fresh;
            entry.Size = 1;
            return new Lazy<Task<RunView>>(() => LookAsync(id));
        })!;
        return reading.Value;
    }

    /// <summary>Makes the next look a new one, after something was changed.</summary>
    public void Forget(string id) => cache.Remove(id);

    public void Dispose() => cache.Dispose();

    private async Task<RunView> LookAsync(string id)
    {
        RunRecord run = engine.Runs.Find(id);
        RunDocument document = await engine.Monitor.ReadAsync(run, CancellationToken.None);
        int? place = queue.Waiting.Index().Where(waiting => waiting.Item == run.Id).Select(waiting => (int?)waiting.Index + 1).FirstOrDefault();
        if (place is not null)
        {
            document = document with { Status = "queued", Message = place == 1 ? "Next in line: it begins when one of those under way is over." : $"Number {place} in line: it begins when those before it have." };
        }

        IReadOnlyList<CallLine> lines = calls.LinesOf(run.Id) ?? await Task.Run(new StoredCalls(engine.Results, run.Id, engine.OthersSince).Snapshot);
        Spending spent = engine.Ledger.SpentBy(run.Id);
        BudgetLimits limits = engine.Ledger.BudgetOf(run.Id);
        RunResource resource = new(
            document,
            run.Spec.Name,
            run.CreatedAt,
            document.Status == "done" ? 1 : RunShare.Done(run.Spec, document, lines),
            place,
            new BudgetResource(
                new BudgetUse(spent.Calls, limits.Calls),
                new BudgetUse(spent.Tokens, limits.Tokens),
                new BudgetUse((double)spent.Money, (double?)limits.Money)),
            [.. lines.Select(FunctionResource.Of)]);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(resource, StateJson.Options);
        return new RunView(run, resource, json, $"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..16]}\"", clock.GetUtcNow());
    }
}
