using System.Collections.Concurrent;
using Tapir.Functions;

namespace Tapir.Host.Live;

/// <summary>A <see cref="CallTree"/> for each run that this process works on.</summary>
internal sealed class CallTrees(TimeProvider clock) : ICallObserver
{
    private readonly ConcurrentDictionary<string, CallTree> trees = new(StringComparer.Ordinal);

    public void Started(Call call) => TreeOf(call).Started(call);

    public void Progressed(Call call, CallProgress progress) => TreeOf(call).Progressed(call, progress);

    public void Finished(Call call, CallEnd end) => TreeOf(call).Finished(call, end);

    /// <summary>The lines of a run since this process began to work on it; null when it has not.</summary>
    public IReadOnlyList<CallLine>? LinesOf(string run) => trees.TryGetValue(run, out CallTree? tree) ? tree.Snapshot() : null;

    /// <summary>Lets go of a run that is over; its calls stay in the call log.</summary>
    public void Forget(string run) => trees.TryRemove(run, out _);

    private CallTree TreeOf(Call call) => trees.GetOrAdd(call.RunId, run => new CallTree(clock, run));
}
