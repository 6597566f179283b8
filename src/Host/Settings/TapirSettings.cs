using System.ComponentModel.DataAnnotations;
using Tapir.Host.Scheduling;

namespace Tapir.Host.Settings;

/// <summary>Section <c>tapir</c> of <c>host.json</c>: what `tapir serve` listens on, allows and starts, where artifacts are kept, and who is told of runs.</summary>
internal sealed record TapirSettings
{
    /// <value>Runs that are worked on at a time; others wait in line. Default 2.</value>
    [Range(1, 1_000)]
    public int MaxConcurrentRuns { get; init; } = 2;

    /// <value>Runs that may wait in line; a start beyond that is refused. Default 1,000.</value>
    [Range(0, 100_000)]
    public int MaxQueuedRuns { get; init; } = 1_000;

    /// <value>Where artifacts are kept.</value>
    public ArtifactSettings Artifacts { get; init; } = new();

    /// <value>Backups by the clock.</value>
    public BackupSettings Backup { get; init; } = new();

    /// <value>Who is told of runs; no one unless named. Only the operator names them: a spec may come from someone else, and could make this machine call any address.</value>
    public IReadOnlyList<WebhookSettings> Webhooks { get; init; } = [];

    /// <value>Who may use the HTTP API, and how much of it.</value>
    public AccessSettings Http { get; init; } = new();

    /// <value>Workers on other machines. None are let in unless named.</value>
    public WorkerSettings Workers { get; init; } = new();

    /// <value>How long calls of functions may work on this machine, by name or glob such as <c>training.*</c>. One that works for longer is cancelled and made again, and after
    /// three times its run pauses. None has a limit unless named.</value>
    [TimeLimitRule]
    public IReadOnlyDictionary<string, TimeSpan> TimeLimits { get; init; } = new Dictionary<string, TimeSpan>();

    /// <value>Where traces, metrics and logs are sent. Nowhere unless named.</value>
    public TelemetrySettings Telemetry { get; init; } = new();

    /// <value>What specs may name that are not the operator's own.</value>
    public AllowSettings Allow { get; init; } = new();

    /// <value>Schedules that `tapir serve` makes, changes and removes when it starts, so that they are as here. Default none.</value>
    public IReadOnlyList<ScheduleSettings> Schedules { get; init; } = [];
}
