namespace Tapir.DurableTask.Sidecar;

/// <summary>Where a sidecar keeps its task hub and where it listens.</summary>
public sealed record SidecarOptions
{
    /// <summary>The task hub's file; it and its folder are made when they are not there. Beside it lie SQLite's own files and a lock.</summary>
    public required string HubPath { get; init; }

    /// <summary>The Unix socket to listen on, or null for <see cref="TcpPort"/>. Keep it short: the operating system allows some hundred bytes.</summary>
    public string? UnixSocketPath { get; init; }

    /// <summary>The port on the loopback address to listen on when there is no <see cref="UnixSocketPath"/>; 0 chooses a free one.</summary>
    public int TcpPort { get; init; }

    /// <summary>How long a worker may leave a liveness ping unanswered, and how long it may be silent before one is sent.
    /// <value>4 seconds by default, 1 second at least: what a dead worker held is handed out again after at most twice this and a second.</value></summary>
    public TimeSpan LivenessInterval { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often an idle worker gets a health ping on its stream. <value>30 seconds by default; workers reconnect after 120 seconds of silence.</value></summary>
    public TimeSpan HealthPingInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an item is handed out before it is parked. <value>5 by default, 1 at least.</value></summary>
    public int MaximumDeliveries { get; init; } = 5;

    /// <summary>Largest size of the hub's file in bytes, or null for as much as the disk holds. When it is reached, new work is refused as on a full disk.</summary>
    public long? MaximumHubBytes { get; init; }
}
