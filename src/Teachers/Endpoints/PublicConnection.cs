using System.Net;
using System.Net.Sockets;

namespace Tapir.Teachers.Endpoints;

/// <summary>Connects to addresses of the public internet alone, whatever a name leads to at that moment.</summary>
internal static class PublicConnection
{
    /// <exception cref="PrivateAddressException">The name leads to no public address.</exception>
    public static async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        IPAddress[] found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation).ConfigureAwait(false);
        IPAddress[] open = [.. found.Where(PublicAddress.Is)];
        if (open.Length == 0)
        {
            throw new PrivateAddressException(context.DnsEndPoint.Host);
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
