using Tapir.Host.Settings;

namespace Tapir.Host.Notifying;

/// <summary>Finds webhooks that this process could not sign for, so that it is known before the first notice is due.</summary>
internal static class MissingSecrets
{
    /// <returns>One sentence for each variable that is not set.</returns>
    public static IEnumerable<string> Of(IEnumerable<WebhookSettings> webhooks, Func<string, string?> readVariable) => webhooks
        .Select(webhook => webhook.SecretVariable)
        .Distinct(StringComparer.Ordinal)
        .Where(variable => string.IsNullOrEmpty(readVariable(variable)))
        .Select(variable => $"The environment variable {variable}, which host.json names for a webhook's secret, is not set: notices wait until a process has it, for a day at most.");
}
