using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Tapir.Host.Serving;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Http;

/// <summary>`tapir serve` in this process over a folder of its own, without a worker: runs are taken in and wait.</summary>
internal sealed class ServedFolder : IAsyncDisposable
{
    public const string Spec = "name: mine\nrandomSeed: 3\n";

    private readonly TemporaryFolder folder = new();
    private TapirServer server = null!;

    public HttpClient Client { get; private set; } = null!;

    public static async Task<ServedFolder> StartAsync(TapirSettings? settings = null)
    {
        ServedFolder served = new();
        await served.OpenAsync(settings ?? new TapirSettings());
        return served;
    }

    /// <summary>Stops the server and starts another over the same folder, as after a restart of the machine.</summary>
    public async Task RestartAsync(TapirSettings? settings = null)
    {
        await CloseAsync();
        await OpenAsync(settings ?? new TapirSettings());
    }

    /// <param name="key">The <c>Idempotency-Key</c>; null for none.</param>
    public async Task<HttpResponseMessage> StartRunAsync(string spec = Spec, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/runs") { Content = new StringContent(spec, Encoding.UTF8, "application/yaml") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await Client.SendAsync(request);
    }

    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Follows the run's events until it has this status.</summary>
    public async Task<JsonElement> WaitForStatusAsync(string run, string status)
    {
        await using Stream stream = await Client.GetStreamAsync($"/api/runs/{run}/events");
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync())
        {
            using JsonDocument document = JsonDocument.Parse(item.Data);
            if (item.EventType == "run" && document.RootElement.GetProperty("status").GetString() == status)
            {
                return document.RootElement.Clone();
            }
        }

        throw new AssertFailedException($"{run} never became {status}.");
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        folder.Dispose();
    }

    private async Task OpenAsync(TapirSettings settings)
    {
        HashSet<ServePart> without = [ServePart.Worker];
        server = await TapirServer.StartAsync(
            new ServeOptions(StateFolder.Open(folder.File("state")), ["http://127.0.0.1:0"], without, Sidecar: null, Functions: null),
            new HostSettings { Tapir = settings },
            CancellationToken.None);
        Client = new HttpClient { BaseAddress = new Uri(server.Addresses[0]) };
    }

    private async Task CloseAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
    }
}
