using Tapir.Orchestrations.Notifying;

namespace Tapir.Activities.Notifying;

/// <summary>What is posted to a webhook. The names are a contract with receivers.</summary>
/// <param name="Id">The delivery's id, the same at each try.</param>
/// <param name="Event">started, waiting, paused, failed, finished or backupFailed.</param>
/// <param name="Run">Id of the run; empty for a backup.</param>
/// <param name="At">When it happened, UTC.</param>
/// <param name="Status">How the run stood then: running, waiting, paused, failed or done.</param>
internal sealed record WebhookBody(string Id, NoticeEvent Event, string Run, DateTimeOffset At, string Message, string Status)
{
    public static WebhookBody Of(DeliverNotice input)
    {
        RunNotice notice = input.Notice;
        return new WebhookBody(input.Id, notice.Event, notice.Run, notice.At, notice.Message, notice.Status);
    }
}
