using System.ComponentModel.DataAnnotations;

namespace Tapir.Host.Settings;

/// <summary>Section <c>tapir</c> of <c>host.json</c>: what `tapir serve` listens on, allows and starts, and where artifacts are kept.</summary>
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
}
