using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Tapir.Teachers.Endpoints;

/// <summary>The library's client for one endpoint, with everything taken out of it that Tapir does itself: retries, time-outs, redirects.</summary>
internal sealed class EndpointConnection : IDisposable
{
    private readonly HttpClient http;

    public EndpointConnection(ChatModelSpec spec, EndpointKey key, TimeProvider time)
    {
        SocketsHttpHandler network = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = TimeSpan.FromSeconds(30),
        };
        // A proxy finds the address itself, and may well be in a private network.
        if (spec.PublicOnly && HttpClient.DefaultProxy.IsBypassed(spec.Url!))
        {
            network.ConnectCallback = PublicConnection.OpenAsync;
        }

        http = new HttpClient(new EndpointHandler(spec, key, time, network)) { Timeout = Timeout.InfiniteTimeSpan };
        OpenAIClientOptions options = new()
        {
            Endpoint = spec.Url,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        // The library insists on a credential; the handler takes the header off where there is no key.
        ApiKeyCredential credential = new(key.IsNone ? "none" : key.Text);
        Client = new OpenAIClient(credential, options).GetChatClient(spec.Model).AsIChatClient();
    }

    public IChatClient Client { get; }

    public void Dispose()
    {
        Client.Dispose();
        http.Dispose();
    }
}
