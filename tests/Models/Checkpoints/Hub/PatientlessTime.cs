namespace Tapir.Models.Tests.Checkpoints.Hub;

/// <summary>A clock on which waits end at once and are remembered. What guards against silence (an hour and more) never rings.</summary>
internal sealed class PatientlessTime : TimeProvider
{
    private static readonly TimeSpan Guard = TimeSpan.FromHours(1);
    private readonly List<TimeSpan> waits = [];

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (waits)
            {
                return [.. waits];
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= Guard || dueTime < TimeSpan.Zero)
        {
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }

        lock (waits)
        {
            waits.Add(dueTime);
        }

        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
