using Tapir.Activities.Scheduling;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Settings;

/// <summary>What must hold between several keys of <c>host.json</c>.</summary>
internal static class HostSettingsRules
{
    /// <returns>Keys and what is wrong with them; none when all is well.</returns>
    public static IEnumerable<(string Key, string Message)> Check(HostSettings settings)
    {
        ArtifactSettings artifacts = settings.Tapir.Artifacts;
        if (artifacts is { ConnectionVariable: not null, AccountUrl: not null })
        {
            yield return ("tapir.artifacts.accountUrl", "'tapir.artifacts' has both connectionVariable and accountUrl; keep one of them");
        }

        if (artifacts is { Store: ArtifactStoreKind.Blob, ConnectionVariable: null, AccountUrl: null })
        {
            yield return ("tapir.artifacts.store", "'tapir.artifacts.store' is blob: add connectionVariable (the environment variable with the connection string) or accountUrl");
        }

        foreach (IGrouping<Uri, WebhookSettings> same in settings.Tapir.Webhooks.GroupBy(webhook => new Uri(webhook.Url)).Where(same => same.Count() > 1))
        {
            yield return ("tapir.webhooks", $"'tapir.webhooks' names the same address at '{same.First().ToWebhook().Origin}' {same.Count()} times; put its events into one entry");
        }

        if (settings.Tapir.Backup is { } backup && backup.Plan() is { } plan)
        {
            if (FaultOf(plan.Trigger) is { } fault)
            {
                yield return fault;
            }

            if (backup.To is null && artifacts.Blobs() is null)
            {
                yield return ("tapir.backup", "'tapir.backup' has a cron and no place: add to (a folder, on another disk best), or a blob store to tapir.artifacts");
            }
        }
    }

    private static (string Key, string Message)? FaultOf(CronTrigger trigger)
    {
        try
        {
            return CronTimes.Of(trigger, TimeZones.Find(trigger.TimeZone)).Next(DateTimeOffset.UtcNow) is null
                ? ("tapir.backup.cron", $"'tapir.backup.cron': '{trigger.Cron}' never comes: there is no such day")
                : null;
        }
        catch (CronException problem)
        {
            return ("tapir.backup.cron", $"'tapir.backup.cron': {problem.Message}");
        }
        catch (TimeZoneNotFoundException problem)
        {
            return ("tapir.backup.timeZone", $"'tapir.backup.timeZone': {problem.Message}");
        }
    }
}
