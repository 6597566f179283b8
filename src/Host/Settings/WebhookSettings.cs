using Tapir.Activities.Notifying;
using Tapir.Orchestrations.Notifying;

namespace Tapir.Host.Settings;

/// <summary>An address that notices of runs are posted to.</summary>
internal sealed record WebhookSettings
{
    /// <value>http or https.</value>
    [HttpAddress(ErrorMessage = "write an http or https address")]
    public required string Url { get; init; }

    /// <value>Name of the environment variable that holds the secret with which notices are signed.</value>
    public required string SecretVariable { get; init; }

    /// <value>What it is told of; everything unless named.</value>
    public IReadOnlyList<NoticeEvent> Events { get; init; } = Enum.GetValues<NoticeEvent>();

    public Webhook ToWebhook() => new(new Uri(Url), SecretVariable, Events);
}
