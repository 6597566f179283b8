using System.Net;
using System.Net.Sockets;

namespace Tapir.Host.Tests.Sharing;

/// <summary>A network that breaks the first connections after so many bytes, in either direction.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Uri target;
    private readonly long after;
    private int cuts;
    private long carried;

    /// <param name="cuts">How many connections are broken.</param>
    /// <param name="after">After how many bytes.</param>
    public CuttingProxy(Uri target, int cuts, long after)
    {
        this.target = target;
        this.cuts = cuts;
        this.after = after;
        listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <value>Bytes in both directions.</value>
    public long Carried => Interlocked.Read(ref carried);

    /// <value>Connections that are still to be broken.</value>
    public int CutsLeft => Math.Max(0, Volatile.Read(ref cuts));

    public void Dispose()
    {
        closing.Cancel();
        listener.Dispose();
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await listener.AcceptTcpClientAsync(closing.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient from)
    {
        using TcpClient near = from, far = new();
        await far.ConnectAsync(target.Host, target.Port);
        long left = Interlocked.Decrement(ref cuts) >= 0 ? after : long.MaxValue;
        using CancellationTokenSource cut = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        await Task.WhenAny(PumpAsync(near.GetStream(), far.GetStream()), PumpAsync(far.GetStream(), near.GetStream()));
        await cut.CancelAsync();

        async Task PumpAsync(NetworkStream source, NetworkStream destination)
        {
            byte[] buffer = new byte[1 << 14];
            try
            {
                for (int read = await source.ReadAsync(buffer, cut.Token); read > 0 && Interlocked.Add(ref left, -read) > 0; read = await source.ReadAsync(buffer, cut.Token))
                {
                    await destination.WriteAsync(buffer.AsMemory(0, read), cut.Token);
                    Interlocked.Add(ref carried, read);
                }
            }
            catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The other direction broke.
            }
        }
    }
}
