using System.Collections.Concurrent;
using System.Net.Sockets;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Sidecar;

namespace Tapir.DurableTask.Worker.Tests.Model;

/// <summary>A sidecar that dies and comes back: it goes on with the files as they were in one instant, and nobody hears any more of what the one before did later.</summary>
internal sealed class CrashingHub : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir");
    private readonly ConcurrentBag<NetworkStream> open = [];
    private readonly List<Task> dead = [];
    private SidecarHost sidecar = null!;
    private int life;

    private CrashingHub() => Channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler { ConnectCallback = async (_, cancellation) => await ConnectAsync(cancellation) },
        DisposeHttpClient = true,
    });

    /// <summary>Leads to whichever sidecar lives.</summary>
    public GrpcChannel Channel { get; }

    public TaskHub Hub => sidecar.Hub;

    private string HubPath => Path.Combine(folder.FullName, $"{life}.db");

    private string Socket => Path.Combine(folder.FullName, $"{life}");

    public static async Task<CrashingHub> OpenAsync()
    {
        CrashingHub hub = new();
        hub.sidecar = await hub.StartAsync();
        return hub;
    }

    /// <summary>Dies when an instant has come so many times, and comes back.</summary>
    /// <param name="cancellation">Ends the waiting for it; then nobody dies.</param>
    /// <returns>Whether it died.</returns>
    public async Task<bool> CrashAsync(string instant, int times, CancellationToken cancellation)
    {
        string next = Path.Combine(folder.FullName, $"{life + 1}.db");
        using FrozenInstant frozen = new(HubPath, instant, times, next);
        try
        {
            await frozen.Reached.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        SidecarHost old = sidecar;
        life++;
        while (open.TryTake(out NetworkStream? stream))
        {
            stream.Dispose();
        }

        sidecar = await StartAsync();
        frozen.Thaw();
        dead.Add(old.DisposeAsync().AsTask());
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await sidecar.DisposeAsync();
        await Task.WhenAll(dead);
        folder.Delete(recursive: true);
    }

    private Task<SidecarHost> StartAsync() => SidecarHost.StartAsync(
        new SidecarOptions { HubPath = HubPath, UnixSocketPath = Socket }, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);

    private async Task<Stream> ConnectAsync(CancellationToken cancellation)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellation);
        NetworkStream stream = new(socket, ownsSocket: true);
        open.Add(stream);
        return stream;
    }
}
