using Microsoft.Extensions.Logging;
using Tapir.Functions;

namespace Tapir.Orchestrations.Notifying;

/// <summary>Delivers one notice to all who want it, each for itself, and tries again for a day. Where an address was mended meanwhile, it goes there. Its instance id is the delivery's id: a receiver that gets one
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
            NoticeTargets found = await FindAsync(context, input);
            return new NotificationOutcome(await new Delivery(context, logger, input, found.Targets).ToAllAsync(found.Targets));
        }
        catch (TaskFailedException failed)
        {
            logger.TargetsNotFound(context.InstanceId, FailureReason.Of(failed.FailureDetails));
            return new NotificationOutcome([]);
        }
    }

    private static Task<NoticeTargets> FindAsync(TaskOrchestrationContext context, RunNotice notice) =>
        context.CallAsync(NotifyingFunctions.FindTargets, new FindTargets(notice.Event), Patient);

    /// <param name="first">The targets that were found when it happened: what is found later and is none of them has come in the place of one that is gone.</param>
    private sealed class Delivery(TaskOrchestrationContext context, ILogger logger, RunNotice notice, IReadOnlyList<string> first)
    {
        private readonly HashSet<string> known = [.. first];

        public async Task<IReadOnlyList<NoticeDelivery>> ToAllAsync(IReadOnlyList<string> targets) => [.. (await Task.WhenAll(targets.Select(ToAsync))).SelectMany(made => made)];

        private async Task<IReadOnlyList<NoticeDelivery>> ToAsync(string target)
        {
            try
            {
                NoticeDelivery made = await context.CallAsync(NotifyingFunctions.Deliver, new DeliverNotice(context.InstanceId, target, notice), Patient);
                return made is NoticeAddressGone ? await ToThoseInItsPlaceAsync(target) : [made];
            }
            catch (TaskFailedException failed)
            {
                string reason = FailureReason.Of(failed.FailureDetails);
                logger.DeliveryGivenUp(context.InstanceId, reason);
                return [new NoticeGivenUp(target, reason)];
            }
        }

        private async Task<IReadOnlyList<NoticeDelivery>> ToThoseInItsPlaceAsync(string gone)
        {
            string[] mended = [.. (await FindAsync(context, notice)).Targets.Where(known.Add)];
            if (mended.Length > 0)
            {
                return await ToAllAsync(mended);
            }

            const string Reason = "the address is no longer among the webhooks of host.json";
            logger.AddressTakenAway(context.InstanceId, Reason);
            return [new NoticeGivenUp(gone, Reason)];
        }
    }
}
