using Microsoft.Extensions.Logging;
using Tapir.Functions;

namespace Tapir.Orchestrations.Notifying;

/// <summary>Delivers one notice to all who want it, each for itself, and tries again for a day. Its instance id is the delivery's id: a receiver that gets one
/// twice knows it by that.</summary>
public sealed class Notification : TaskOrchestrator<RunNotice, NotificationOutcome>
{
    /// <value>What the ids of all notices begin with, before the id of the run. They are no part of the run's own family: a run that is begun again leaves what is
    /// still being delivered of its last time alone.</value>
    public const string IdPrefix = "notify:";

    // Waits of 1 s, 2 s, 4 s, ... up to an hour, by durable timers.
    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(
        int.MaxValue, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromHours(1), retryTimeout: TimeSpan.FromDays(1)));

    public override async Task<NotificationOutcome> RunAsync(TaskOrchestrationContext context, RunNotice input)
    {
        ILogger logger = context.CreateReplaySafeLogger<Notification>();
        try
        {
            NoticeTargets found = await context.CallAsync(NotifyingFunctions.FindTargets, new FindTargets(input.Event), Patient);
            return new NotificationOutcome(await Task.WhenAll(found.Targets.Select(target => DeliverAsync(context, logger, target, input))));
        }
        catch (TaskFailedException failed)
        {
            logger.TargetsNotFound(context.InstanceId, FailureReason.Of(failed.FailureDetails));
            return new NotificationOutcome([]);
        }
    }

    private static async Task<NoticeDelivery> DeliverAsync(TaskOrchestrationContext context, ILogger logger, string target, RunNotice notice)
    {
        try
        {
            return await context.CallAsync(NotifyingFunctions.Deliver, new DeliverNotice(context.InstanceId, target, notice), Patient);
        }
        catch (TaskFailedException failed)
        {
            string reason = FailureReason.Of(failed.FailureDetails);
            logger.DeliveryGivenUp(context.InstanceId, reason);
            return new NoticeGivenUp(target, reason);
        }
    }
}
