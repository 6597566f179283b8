using System.Globalization;

namespace Tapir.Orchestrations.Notifying;

/// <summary>Tells others what happens to a run. Each notice is a child orchestration that its parent does not wait for: it is recorded in the same transaction
/// as what it tells of, and is delivered however the run goes on.</summary>
/// <param name="context">The run's own, or that of one of its rounds.</param>
/// <param name="isWatched">Whether anybody asked to be told. Where nobody did, nothing is started.</param>
internal sealed class RunNotices(TaskOrchestrationContext context, bool isWatched)
{
    // A run that is begun again tells anew, while notices of its last time may still be under way: the start tells them apart.
    private readonly DateTime began = context.CurrentUtcDateTime;
    private int sent;

    private string Run => context.InstanceId.Split(':')[0];

    public void Started() => Send(NoticeEvent.Started, "running", "The run has started.");

    /// <param name="what">What it waits for, until when, and how to answer.</param>
    public void Waiting(string what) => Send(NoticeEvent.Waiting, "waiting", what);

    /// <param name="reason">Why, and what to do.</param>
    public void Paused(string reason) => Send(NoticeEvent.Paused, "paused", reason);

    public void Failed(Exception problem) => Send(NoticeEvent.Failed, "failed", FailureReason.Of(TaskFailureDetails.FromException(problem)));

    /// <param name="result">What came of it.</param>
    public void Finished(string result) => Send(NoticeEvent.Finished, "done", result);

    private void Send(NoticeEvent what, string status, string message)
    {
        if (!isWatched)
        {
            return;
        }

        sent++;
        string word = what.ToString().ToLowerInvariant();
        _ = context.CallSubOrchestratorAsync<NotificationOutcome>(
            nameof(Notification),
            new RunNotice(what, Run, context.CurrentUtcDateTime, message, status),
            new SubOrchestrationOptions(instanceId: string.Create(
                CultureInfo.InvariantCulture, $"{Notification.IdPrefix}{context.InstanceId}:{word}-{sent}:{began:yyyyMMdd'T'HHmmssfff}")));
    }
}
