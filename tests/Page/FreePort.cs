using System.Net;
using System.Net.Sockets;

namespace Tapir.Page;

/// <summary>A port for a server that is to come back at the same address.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
