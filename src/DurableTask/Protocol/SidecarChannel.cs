using System.Net.Sockets;
using Grpc.Net.Client;

namespace Tapir.DurableTask.Protobuf;

/// <summary>Opens channels to a sidecar.</summary>
public static class SidecarChannel
{
    /// <summary>Where a sidecar listens when nothing else is said.</summary>
    public const string DefaultAddress = "http://localhost:4001";

    private const string UnixScheme = "unix:";

    /// <summary>Flow control of a stream, in bytes: the most that the platform allows.</summary>
    /// <remarks>Kestrel can lose an answer after one on the same connection did not fit its window: a window update that arrives while the rest is being sent leaves the pooled
    /// stream marked as scheduled, and its next answer is never sent (dotnet/aspnetcore issue 53736; one of some thousand answers, where updates are small). Answers that fit never wait for an update.</remarks>
    private const int StreamWindow = 16 << 20;

    /// <summary>Opens a channel. It connects with the first call, and again by itself after a loss.</summary>
    /// <param name="address"><c>http://host:port</c>, <c>https://host:port</c>, or <c>unix:///absolute/path</c> for a Unix domain socket;
    /// null for <see cref="DefaultAddress"/>. Without a scheme it is taken as <c>http://</c>.</param>
    /// <exception cref="ArgumentException">A Unix socket's path is missing or too long for this system.</exception>
    public static GrpcChannel ForAddress(string? address)
    {
        string target = string.IsNullOrEmpty(address) ? DefaultAddress : address;
        return target.StartsWith(UnixScheme, StringComparison.OrdinalIgnoreCase)
            ? ForUnixSocket(PathOf(target))
            : Open(target.Contains("://", StringComparison.Ordinal) ? target : $"http://{target}", Handler());
    }

    private static GrpcChannel ForUnixSocket(string path)
    {
        UnixDomainSocketEndPoint endPoint;
        try
        {
            endPoint = new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentOutOfRangeException tooLong)
        {
            throw new ArgumentException($"The socket path '{path}' is too long for this system ({path.Length} characters). Use a shorter one.", nameof(path), tooLong);
        }

        SocketsHttpHandler handler = Handler();
        handler.ConnectCallback = async (_, cancellation) =>
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(endPoint, cancellation).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
        return Open("http://localhost", handler);
    }

    private static string PathOf(string target)
    {
        string path = target[UnixScheme.Length..];
        path = path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
        return path.Length > 0 ? path : throw new ArgumentException($"'{target}' names no socket. Write unix:///absolute/path.", nameof(target));
    }

    /// <summary>How channels to a sidecar are connected, for those that need more than an address. Idle connections stay: a worker's stream may be silent for long, and a
    /// client's next call should not wait for a handshake.</summary>
    public static SocketsHttpHandler Handler() => new()
    {
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = StreamWindow,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    };

    private static GrpcChannel Open(string address, SocketsHttpHandler handler) =>
        GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
}
