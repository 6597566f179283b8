using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Tapir.Artifacts.Blobs.Tests;

/// <summary>The network between the store and Azurite, told by a test when to fail. Counts what goes through.</summary>
internal sealed class FaultyNetwork() : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly ConcurrentQueue<string> requests = new();

    /// <summary>Looks at a request before it is sent: answers it itself, throws, or returns null to let it through.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Before { get; set; } = _ => null;

    /// <summary>May change an answer of the service.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage, HttpResponseMessage> After { get; set; } = (_, response) => response;

    /// <summary>What was sent or tried, as <c>PUT block</c>, <c>PUT blocklist</c>, <c>PUT blob</c>, <c>GET</c>, <c>HEAD</c>, ...</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    public int Count(string kind) => requests.Count(request => request == kind);

    public void Forget() => requests.Clear();

    public static HttpResponseMessage Answer(HttpStatusCode status, string code)
    {
        HttpResponseMessage response = new(status) { Content = new StringContent($"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>told by the test</Message></Error>", Encoding.UTF8, "application/xml") };
        response.Headers.Add("x-ms-error-code", code);
        return response;
    }

    public static HttpResponseMessage Busy() => Answer(HttpStatusCode.ServiceUnavailable, "ServerBusy");

    public static string KindOf(HttpRequestMessage request)
    {
        string query = request.RequestUri!.Query;
        string part = query.Contains("comp=", StringComparison.Ordinal) ? query[(query.IndexOf("comp=", StringComparison.Ordinal) + 5)..].Split('&')[0] : "";
        return request.Method == HttpMethod.Put && part.Length == 0
            ? query.Contains("restype=container", StringComparison.Ordinal) ? "PUT container" : "PUT blob"
            : $"{request.Method} {part}".TrimEnd();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        requests.Enqueue(KindOf(request));
        return Before(request) ?? After(request, await base.SendAsync(request, cancellationToken));
    }
}
