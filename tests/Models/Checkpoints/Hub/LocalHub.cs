using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tapir.Models.Tests.Checkpoints.Hub;

/// <summary>A server on this machine that behaves as Hugging Face's does: a list of files by revision, small files with git's digest, large ones by a link to another host.</summary>
internal sealed class LocalHub : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private readonly HttpListener listener;

    public LocalHub()
    {
        int port = FreePort();
        listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Prefixes.Add($"http://localhost:{port}/");
        listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{port}");
        _ = ServeAsync();
    }

    public Uri Endpoint { get; }

    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Path, range and token of every request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Taken in order by the requests whose path contains the text.</summary>
    private ConcurrentQueue<(string Path, Action<HttpListenerResponse> Answer)> Faults { get; } = [];

    public void Dispose() => listener.Close();

    /// <summary>The next request whose path contains this is answered so.</summary>
    public void Answer(string path, Action<HttpListenerResponse> answer) => Faults.Enqueue((path, answer));

    /// <summary>The next request whose path contains this gets a status.</summary>
    public void Fail(string path, int status, string retryAfter = "") => Answer(path, response =>
    {
        response.StatusCode = status;
        if (retryAfter.Length > 0)
        {
            response.AddHeader("Retry-After", retryAfter);
        }

        response.Close();
    });

    /// <summary>The next large file of this name breaks off after so many bytes.</summary>
    public void BreakOff(string name, int after) => Answer($"/cdn/{name}", response =>
    {
        response.ContentLength64 = Files[name].Length;
        response.OutputStream.Write(Files[name].AsSpan(0, after));
        response.OutputStream.Flush();
        response.Abort();
    });

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                Serve(await listener.GetContextAsync());
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private void Serve(HttpListenerContext context)
    {
        string path = context.Request.Url!.AbsolutePath, range = context.Request.Headers["Range"] ?? "-";
        Requests.Enqueue($"{context.Request.Url.Host}{path} {range} {context.Request.Headers["Authorization"] ?? "-"}");
        if (Faults.TryPeek(out (string Path, Action<HttpListenerResponse> Answer) fault) && path.Contains(fault.Path, StringComparison.Ordinal))
        {
            _ = Faults.TryDequeue(out _);
            fault.Answer(context.Response);
            return;
        }

        string name = path[(path.LastIndexOf('/') + 1)..];
        if (path == "/api/models/owner/model/revision/main")
        {
            Send(context, JsonSerializer.SerializeToUtf8Bytes(new { sha = Commit, siblings = Files.Keys.Select(file => new { rfilename = file }) }));
        }
        else if (path.StartsWith("/cdn/", StringComparison.Ordinal))
        {
            Send(context, Files[name]);
        }
        else if (path == $"/owner/model/resolve/{Commit}/{name}" && Files.TryGetValue(name, out byte[]? content))
        {
            Resolve(context, name, content);
        }
        else
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
        }
    }

    private void Resolve(HttpListenerContext context, string name, byte[] content)
    {
        if (!name.EndsWith(".json", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 302;
            context.Response.AddHeader("X-Linked-Etag", $"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"");
            context.Response.AddHeader("Location", $"http://localhost:{Endpoint.Port}/cdn/{name}");
            context.Response.Close();
            return;
        }

#pragma warning disable CA5350 // It is how git names files.
        context.Response.AddHeader("ETag", $"\"{Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]))}\"");
#pragma warning restore CA5350
        Send(context, content);
    }

    private static void Send(HttpListenerContext context, byte[] content)
    {
        string range = context.Request.Headers["Range"] ?? "";
        int from = range.Length > 0 ? int.Parse(range["bytes=".Length..^1]) : 0;
        if (from >= content.Length && from > 0)
        {
            context.Response.StatusCode = 416;
            context.Response.Close();
            return;
        }

        if (from > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.AddHeader("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}");
        }

        context.Response.ContentLength64 = content.Length - from;
        context.Response.OutputStream.Write(content.AsSpan(from));
        context.Response.Close();
    }
}
