namespace Tapir.Host.Serving;

/// <summary>What `tapir serve` is made of. Each can be left out, so that the same program can be a worker alone, or an API without a worker.</summary>
internal enum ServePart
{
    /// <summary>The task hub; without it, one that another process runs is named.</summary>
    Sidecar,

    /// <summary>Replays the orchestrations and runs the functions.</summary>
    Worker,

    /// <summary>The HTTP API.</summary>
    Api,

    /// <summary>Starts runs by time and by data.</summary>
    Schedules,

    /// <summary>The page.</summary>
    Page,
}
