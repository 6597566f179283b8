using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Client.Grpc;
using Tapir.DurableTask.Sidecar;

namespace Tapir.DurableTask.Conformance.Tests;

/// <summary>A real sidecar on a free TCP port, with a hub in a folder of its own.</summary>
internal sealed class TcpSidecar : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly SidecarHost sidecar;

    private TcpSidecar(DirectoryInfo folder, SidecarHost sidecar)
    {
        this.folder = folder;
        this.sidecar = sidecar;
    }

    /// <summary>With its scheme, as clients in .NET want it.</summary>
    public string Address => sidecar.Address;

    /// <summary>Host and port, as the SDK for JavaScript wants it.</summary>
    public string Authority => new Uri(sidecar.Address).Authority;

    public static async Task<TcpSidecar> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hub");
        var options = new SidecarOptions { HubPath = Path.Combine(folder.FullName, "hub.db"), TcpPort = 0 };
        return new TcpSidecar(folder, await SidecarHost.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None));
    }

    /// <summary>Tapir's own client of it.</summary>
    public GrpcDurableTaskClient Client() => new("tests", new GrpcDurableTaskClientOptions { Address = Address }, NullLogger.Instance);

    public async ValueTask DisposeAsync()
    {
        await sidecar.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
