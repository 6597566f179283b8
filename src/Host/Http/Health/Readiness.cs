using Grpc.Core;
using Tapir.Host.Backups.Clock;
using Tapir.Host.Engine;

namespace Tapir.Host.Http.Health;

/// <summary>Whether this process can do its work. Nobody needs a key to ask, and each look writes to the disk, so all who ask within a second share one.</summary>
internal sealed class Readiness(TapirEngine engine, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CachedLook<ReadyState> shared = new(() => LookAsync(engine), Fresh, clock);

    public Task<ReadyState> SeeAsync() => shared.SeeAsync();

    private static async Task<ReadyState> LookAsync(TapirEngine engine)
    {
        List<string> reasons = [];
        using CancellationTokenSource limit = new(Patience);
        try
        {
            await engine.Client.GetInstanceAsync("health", limit.Token);
        }
        catch (Exception problem) when (problem is RpcException or OperationCanceledException)
        {
            string why = limit.IsCancellationRequested ? $"not within {Patience.TotalSeconds:0} s" : (problem as RpcException)?.Status.Detail ?? problem.Message;
            reasons.Add($"the sidecar does not answer: {why}");
        }

        if (engine.State.WhyNotWritable() is { } reason)
        {
            reasons.Add(reason);
        }

        if (reasons.Count > 0)
        {
            return new ReadyState(IsReady: false, reasons);
        }

        // It works all the same; whoever looks after it should know.
        return new ReadyState(IsReady: true, await new BackupBook(engine).OverdueAsync(CancellationToken.None) is { } overdue ? [overdue] : []);
    }
}

/// <param name="Reasons">What keeps it from being ready; when it is, what should be seen to all the same.</param>
internal sealed record ReadyState(bool IsReady, IReadOnlyList<string> Reasons);
