using Tapir.Host.Dashboard.Runs;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Dashboard.Workers;

/// <summary>Whose work an item of the hub is, for people.</summary>
/// <param name="Name">Of the run or the schedule.</param>
/// <param name="Address">Its page.</param>
/// <param name="Part">Which part of it; empty for a schedule.</param>
/// <param name="Run">Id of the run; empty where it is no run's.</param>
internal sealed record WorkOwner(string Name, string Address, string Part, string Run)
{
    /// <param name="instance">Id of the orchestration instance.</param>
    public static WorkOwner Of(string instance)
    {
        if (instance.StartsWith(ScheduleInstances.Prefix, StringComparison.Ordinal))
        {
            return new WorkOwner(instance[ScheduleInstances.Prefix.Length..], "schedules", "", "");
        }

        bool isNotice = instance.StartsWith(Notification.IdPrefix, StringComparison.Ordinal);
        string rest = isNotice ? instance[Notification.IdPrefix.Length..] : instance;
        string run = rest.Split(':')[0];
        return new WorkOwner(run, RunAddress.Of(run), isNotice ? "notice" : RunFamily.PartOf(instance), run);
    }
}
