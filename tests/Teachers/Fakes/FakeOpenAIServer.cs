using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tapir.Teachers.Tests.Fakes;

/// <summary>A chat endpoint on the loopback that behaves as the test says, request by request.</summary>
internal sealed class FakeOpenAIServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private int requests;

    private FakeOpenAIServer(WebApplication application) => this.application = application;

    /// <summary>What to do with the request of this number (from 1).</summary>
    public required Func<int, HttpContext, Task> Behave { get; init; }

    public int Requests => requests;

    public ConcurrentQueue<JsonNode> Bodies { get; } = [];

    public ConcurrentQueue<string?> Authorizations { get; } = [];

    public Uri Url { get; private set; } = null!;

    public static async Task<FakeOpenAIServer> StartAsync(Func<int, HttpContext, Task> behave)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        FakeOpenAIServer server = new(builder.Build()) { Behave = behave };
        server.application.Run(server.HandleAsync);
        await server.application.StartAsync();
        string address = server.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Url = new Uri(address + "/v1");
        return server;
    }

    public static Task Complete(HttpContext context, string text, string finish = "stop") =>
        Json(context, 200, $$$"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-test-2026",
             "choices":[{"index":0,"message":{"role":"assistant","content":{{{JsonSerializer.Serialize(text)}}}},"finish_reason":"{{{finish}}}"}],
             "usage":{"prompt_tokens":12,"completion_tokens":4,"total_tokens":16}}
            """);

    public static Task Error(HttpContext context, int status, string message, string code = "error") =>
        Json(context, status, $$$"""{"error":{"message":{{{JsonSerializer.Serialize(message)}}},"code":"{{{code}}}"}}""");

    public static Task Json(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        int number = Interlocked.Increment(ref requests);
        Authorizations.Enqueue(context.Request.Headers.Authorization);
        Bodies.Enqueue((await JsonNode.ParseAsync(context.Request.Body))!);
        await Behave(number, context);
    }
}
