using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Sidecar;
using Tapir.Host.Settings;
using Tapir.Host.State;
using Tapir.Host.Telemetry;

namespace Tapir.Host.Engine;

/// <summary>The task hub of a state folder without a worker: `tapir sidecar`.</summary>
internal sealed class LoneSidecar : IAsyncDisposable
{
    private readonly StateLock hold;
    private readonly ILoggerFactory loggers;
    private readonly SidecarHost host;
    private readonly IAsyncDisposable? telemetry;

    private LoneSidecar(StateLock hold, ILoggerFactory loggers, SidecarHost host, IAsyncDisposable? telemetry)
    {
        this.hold = hold;
        this.loggers = loggers;
        this.host = host;
        this.telemetry = telemetry;
    }

    public string Address => host.Address;

    /// <param name="port">Loopback port; null for the state folder's socket.</param>
    /// <exception cref="StateException">Another process runs the sidecar of this folder.</exception>
    public static async Task<LoneSidecar> StartAsync(StateFolder state, int? port, CancellationToken cancellation)
    {
        (StateLock? found, _) = await new SidecarSearch(state, TimeProvider.System, Console.Error).FindAsync(EngineAccess.Own, cancellation);
        StateLock hold = found!;
        HostSettings settings = HostSettingsFile.Load();
        string hub = state.Hub(settings.Extensions.DurableTask.HubName);
        ILoggerFactory loggers = EngineLogging.Create();
        SidecarOptions options = port is { } number
            ? new SidecarOptions { HubPath = hub, TcpPort = number }
            : new SidecarOptions { HubPath = hub, UnixSocketPath = state.Socket };
        SidecarHost host = await SidecarHost.StartAsync(options, loggers, TimeProvider.System, cancellation);
        hold.Announce(host.Address);
        return new LoneSidecar(hold, loggers, host, TelemetryExport.Start(settings, loggers));
    }

    public async ValueTask DisposeAsync()
    {
        if (telemetry is not null)
        {
            await telemetry.DisposeAsync();
        }

        await host.DisposeAsync();
        loggers.Dispose();
        hold.Dispose();
    }
}
