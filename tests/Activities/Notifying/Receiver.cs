using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tapir.Activities.Tests.Notifying;

/// <summary>A receiver of webhooks on the loopback.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly HttpListener listener = new();

    /// <param name="answers">Status of each answer, the last one from then on.</param>
    public Receiver(params int[] answers)
    {
        Url = new Uri($"http://127.0.0.1:{FreePort()}/hooks/very-secret-path");
        listener.Prefixes.Add($"{Url.GetLeftPart(UriPartial.Authority)}/");
        listener.Start();
        _ = AnswerAsync(answers);
    }

    public Uri Url { get; }

    public ConcurrentQueue<Received> Got { get; } = [];

    public void Dispose() => listener.Close();

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AnswerAsync(int[] answers)
    {
        for (int number = 0; listener.IsListening; number++)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using StreamReader reader = new(context.Request.InputStream, Encoding.UTF8);
            Got.Enqueue(new Received(
                context.Request.HttpMethod,
                context.Request.Url!.AbsolutePath,
                context.Request.ContentType ?? "",
                context.Request.Headers["Tapir-Delivery"] ?? "",
                context.Request.Headers["Tapir-Signature"] ?? "",
                await reader.ReadToEndAsync()));
            context.Response.StatusCode = answers[Math.Min(number, answers.Length - 1)];
            context.Response.RedirectLocation = context.Response.StatusCode is >= 300 and < 400 ? "/elsewhere" : null;
            context.Response.Close();
        }
    }

    internal sealed record Received(string Method, string Path, string ContentType, string Delivery, string Signature, string Body);
}
