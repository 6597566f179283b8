using System.Net;
using System.Net.Sockets;

namespace Tapir.DurableTask.Crashes.Tests.Connections;

/// <summary>Passes bytes between clients and a sidecar, and cuts each connection in the middle of what the sidecar sends, after a random number of bytes.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ends = new();
    private readonly Random random;
    private readonly int port;
    private readonly Task accepting;
    private volatile bool honest;
    private int cuts;

    /// <param name="port">Where the sidecar listens.</param>
    public CuttingProxy(int port, int seed)
    {
        this.port = port;
        random = new Random(seed);
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public int Cuts => cuts;

    /// <summary>From now on nothing is cut any more.</summary>
    public void BecomeHonest() => honest = true;

    public async ValueTask DisposeAsync()
    {
        await ends.CancelAsync();
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ends.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client = await listener.AcceptTcpClientAsync(ends.Token);
            // The first kilobyte is the greeting of the protocol; some connections do not even get through that.
            _ = PassAsync(client, random.Next(50, random.Next(3) == 0 ? 1_000 : 60_000));
        }
    }

    private async Task PassAsync(TcpClient client, long most)
    {
        using (client)
        using (TcpClient sidecar = new() { NoDelay = true })
        {
            try
            {
                client.NoDelay = true;
                await sidecar.ConnectAsync(IPAddress.Loopback, port, ends.Token);
                Task up = client.GetStream().CopyToAsync(sidecar.GetStream(), ends.Token);
                await Task.WhenAny(up, DownAsync(sidecar.GetStream(), client.GetStream(), most));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // Whoever it was has gone: the other side is told by the end of its connection.
            }
        }
    }

    private async Task DownAsync(NetworkStream from, NetworkStream to, long most)
    {
        byte[] buffer = new byte[8192];
        while (true)
        {
            int count = await from.ReadAsync(buffer, ends.Token);
            if (count == 0)
            {
                return;
            }

            bool cut = !honest && count >= most;
            await to.WriteAsync(buffer.AsMemory(0, cut ? (int)most : count), ends.Token);
            if (cut)
            {
                Interlocked.Increment(ref cuts);
                return;
            }

            most -= count;
        }
    }
}
