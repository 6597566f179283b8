using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tapir.EndToEnd.Notifying;

/// <summary>A receiver of webhooks on the loopback.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public const string SecretVariable = "TAPIR_TEST_HOOK";
    public const string Secret = "hook-secret-5d0a9c";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly WebApplication application;
    private readonly List<Received> received = [];
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string address = "";

    private WebhookReceiver(WebApplication application) => this.application = application;

    public static Dictionary<string, string> Environment { get; } = new() { [SecretVariable] = Secret };

    /// <summary>What it answers to a notice; the cancellation comes when the sender is gone.</summary>
    public Func<Received, CancellationToken, Task<int>> Answer { get; set; } = (_, _) => Task.FromResult(200);

    /// <summary>A host.json that names this receiver.</summary>
    public string HostJson => $$"""{ "tapir": { "webhooks": [{ "url": "{{address}}/hook/secret-path-77", "secretVariable": "{{SecretVariable}}" }] } }""";

    public IReadOnlyList<Received> Got
    {
        get
        {
            lock (received)
            {
                return [.. received];
            }
        }
    }

    public static async Task<WebhookReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebhookReceiver receiver = new(builder.Build());
        receiver.application.Run(receiver.HandleAsync);
        await receiver.application.StartAsync();
        receiver.address = receiver.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return receiver;
    }

    /// <summary>Waits until something has arrived that is looked for.</summary>
    public async Task<Received> WaitForAsync(Func<Received, bool> wanted)
    {
        while (true)
        {
            Task next;
            lock (received)
            {
                if (received.FirstOrDefault(wanted) is { } found)
                {
                    return found;
                }

                next = arrived.Task;
            }

            await next.WaitAsync(Patience);
        }
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        JsonElement document = JsonSerializer.Deserialize<JsonElement>(body);
        Received notice = new(
            document.GetProperty("id").GetString()!,
            document.GetProperty("event").GetString()!,
            document.GetProperty("run").GetString()!,
            document.GetProperty("message").GetString()!,
            document.GetProperty("status").GetString()!,
            context.Request.Headers["Tapir-Delivery"].ToString(),
            context.Request.Headers["Tapir-Signature"].ToString(),
            body);
        lock (received)
        {
            received.Add(notice);
            arrived.SetResult();
            arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        context.Response.StatusCode = await Answer(notice, context.RequestAborted);
    }

    internal sealed record Received(string Id, string Event, string Run, string Message, string Status, string Delivery, string Signature, string Body);
}
