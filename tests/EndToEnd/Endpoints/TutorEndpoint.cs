using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tapir.Teachers.Tutor;

namespace Tapir.EndToEnd.Endpoints;

/// <summary>An OpenAI-compatible endpoint on the loopback. The tutor answers behind it, so that a run gets sense from it.</summary>
internal sealed class TutorEndpoint : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly TutorChatClient tutor = new();
    private int answered;

    private TutorEndpoint(WebApplication application) => this.application = application;

    /// <summary>The only key that it takes.</summary>
    public required string Key { get; init; }

    /// <summary>From this answer on the key is refused, as if it had been revoked.</summary>
    public int RevokedAfter { get; set; } = int.MaxValue;

    /// <summary>Awaited before the answer of this number, from 1, is counted and sent.</summary>
    public Func<int, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    public Uri Url { get; private set; } = null!;

    /// <summary>How often each request was answered, by its body.</summary>
    public ConcurrentDictionary<string, int> Answers { get; } = [];

    public static async Task<TutorEndpoint> StartAsync(string key)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        TutorEndpoint endpoint = new(builder.Build()) { Key = key };
        endpoint.application.Run(endpoint.HandleAsync);
        await endpoint.application.StartAsync();
        string address = endpoint.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        endpoint.Url = new Uri(address + "/v1");
        return endpoint;
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        int number = 0;
        if (context.Request.Headers.Authorization != $"Bearer {Key}" || (number = Interlocked.Increment(ref answered)) > RevokedAfter)
        {
            await WriteAsync(context, 401, new { error = new { message = $"Incorrect API key provided: {Key}.", code = "invalid_api_key" } });
            return;
        }

        using JsonDocument request = JsonDocument.Parse(body);
        ChatMessage[] messages = [.. request.RootElement.GetProperty("messages").EnumerateArray().Select(message =>
            new ChatMessage(new ChatRole(message.GetProperty("role").GetString()!), TextOf(message.GetProperty("content"))))];
        ChatResponse reply = await tutor.GetResponseAsync(messages, cancellationToken: context.RequestAborted);
        // Whoever is gone by then gets no answer, and pays for none.
        await BeforeAnswer(number).WaitAsync(context.RequestAborted);
        Answers.AddOrUpdate(body, 1, (_, before) => before + 1);
        await WriteAsync(context, 200, new
        {
            id = "chatcmpl-1",
            @object = "chat.completion",
            created = 1_700_000_000,
            model = "tutor-behind-http",
            choices = new[] { new { index = 0, message = new { role = "assistant", content = reply.Text }, finish_reason = "stop" } },
            usage = new { prompt_tokens = reply.Usage!.InputTokenCount, completion_tokens = reply.Usage.OutputTokenCount, total_tokens = reply.Usage.TotalTokenCount },
        });
    }

    private static string TextOf(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));

    private static Task WriteAsync(HttpContext context, int status, object document)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(document);
    }
}
