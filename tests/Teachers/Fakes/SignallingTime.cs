using Microsoft.Extensions.Time.Testing;

namespace Tapir.Teachers.Tests.Fakes;

/// <summary>A clock that stands still and tells when somebody begins to wait on it, so that a test moves it at the right moment.</summary>
internal sealed class SignallingTime : FakeTimeProvider
{
    private readonly Lock sync = new();
    private readonly List<(Func<TimeSpan, bool> Wanted, TaskCompletionSource<TimeSpan> Signal)> watchers = [];

    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Completes with the length of the next wait that fits.</summary>
    public Task<TimeSpan> NextWait(Func<TimeSpan, bool> wanted)
    {
        TaskCompletionSource<TimeSpan> signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (sync)
        {
            watchers.Add((wanted, signal));
        }

        return signal.Task;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        lock (sync)
        {
            Waits.Add(dueTime);
            foreach ((Func<TimeSpan, bool> wanted, TaskCompletionSource<TimeSpan> signal) in watchers)
            {
                if (wanted(dueTime))
                {
                    signal.TrySetResult(dueTime);
                }
            }
        }

        return timer;
    }
}
