using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Sidecar;
using Tapir.Host.State;

namespace Tapir.Host.Engine;

/// <summary>The task hub that works for a state folder: this process's own, with the folder's lock, or another's. It is held together with the folder's artifacts.</summary>
internal sealed class FolderHub : IAsyncDisposable
{
    private readonly StateFolder state;
    private readonly StateLock? hold;
    private readonly ArtifactsHold artifacts;
    private readonly SidecarHost? sidecar;

    private FolderHub(StateFolder state, string address, StateLock? hold, ArtifactsHold artifacts, SidecarHost? sidecar)
    {
        this.state = state;
        Address = address;
        this.hold = hold;
        this.artifacts = artifacts;
        this.sidecar = sidecar;
    }

    /// <value><c>http://host:port</c>, <c>unix:///path</c>, or the connection string of a managed scheduler.</value>
    public string Address { get; }

    /// <value>Whether this process runs the sidecar; else another one does.</value>
    public bool IsOwn => hold is not null;

    /// <value>The hub, when this process runs it; else null.</value>
    public TaskHub? Own => sidecar?.Hub;

    /// <value>When the other process that runs the sidecar took the folder; null when this one does.</value>
    public DateTimeOffset? OthersSince => IsOwn ? null : StateLock.OwnerOf(state)?.Since;

    /// <summary>Runs the sidecar, or finds who does.</summary>
    /// <param name="hubName">As host.json has it.</param>
    /// <exception cref="StateException">Another process runs it and <paramref name="access"/> is not <see cref="EngineAccess.Join"/>, or one works with the artifacts and
    /// it is <see cref="EngineAccess.Sweep"/>.</exception>
    public static async Task<FolderHub> FindAsync(StateFolder state, EngineAccess access, string hubName, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellation)
    {
        SidecarSearch search = new(state, clock, Console.Error);
        (StateLock? hold, string? others) = await search.FindAsync(access, cancellation);
        ArtifactsHold? artifacts = null;
        SidecarHost? sidecar = null;
        try
        {
            artifacts = await search.HoldArtifactsAsync(access, cancellation);
            if (hold is null)
            {
                return new FolderHub(state, others!, hold, artifacts, sidecar: null);
            }

            sidecar = await SidecarHost.StartAsync(
                new SidecarOptions { HubPath = state.Hub(hubName), UnixSocketPath = state.Socket }, loggers, clock, cancellation);
            if (access != EngineAccess.Sweep)
            {
                hold.Announce(sidecar.Address);
            }

            return new FolderHub(state, sidecar.Address, hold, artifacts, sidecar);
        }
        catch
        {
            if (sidecar is not null)
            {
                await sidecar.DisposeAsync();
            }

            artifacts?.Dispose();
            hold?.Dispose();
            throw;
        }
    }

    /// <summary>The one that another process runs, wherever.</summary>
    /// <exception cref="StateException">Artifacts are being removed, and that does not come to an end.</exception>
    public static async Task<FolderHub> AtAsync(StateFolder state, string address, TimeProvider clock, CancellationToken cancellation) =>
        new(state, address, hold: null, await new SidecarSearch(state, clock, Console.Error).HoldArtifactsAsync(EngineAccess.Join, cancellation), sidecar: null);

    public async ValueTask DisposeAsync()
    {
        if (sidecar is not null)
        {
            await sidecar.DisposeAsync();
        }

        artifacts.Dispose();
        hold?.Dispose();
    }
}
