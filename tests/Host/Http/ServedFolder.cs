using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Tapir.Host.Access;
using Tapir.Host.Serving;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Http;

/// <summary>`tapir serve` in this process over a folder of its own, without a worker: runs are taken in and wait.</summary>
internal sealed class ServedFolder : IAsyncDisposable
{
    public const string Spec = "name: mine\nrandomSeed: 3\n";

    private readonly TemporaryFolder folder = new();
    private readonly string url;
    private readonly HashSet<ServePart> without = [ServePart.Worker];
    private TapirServer? server;

    private ServedFolder(string url) => this.url = url;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The folder that spec and seed files of the test are put into.</summary>
    public TemporaryFolder Files => folder;

    /// <summary>The keys of the folder, as `tapir keys` in another process has them.</summary>
    public KeyBook Keys => new(StateFolder.Open(folder.File("state")), TimeProvider.System);

    /// <param name="prepare">Done before the server starts.</param>
    /// <param name="url">Where to listen.</param>
    public static Task<ServedFolder> StartAsync(TapirSettings? settings = null, Func<ServedFolder, Task>? prepare = null, string url = "http://127.0.0.1:0") =>
        StartAsync(_ => settings ?? new TapirSettings(), prepare, url);

    /// <inheritdoc cref="StartAsync(TapirSettings?, Func{ServedFolder, Task}?, string)"/>
    /// <param name="settings">Told the folder that they may name files of.</param>
    public static async Task<ServedFolder> StartAsync(Func<ServedFolder, TapirSettings> settings, Func<ServedFolder, Task>? prepare = null, string url = "http://127.0.0.1:0")
    {
        ServedFolder served = new(url);
        try
        {
            await (prepare?.Invoke(served) ?? Task.CompletedTask);
            await served.OpenAsync(settings(served));
            return served;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    /// <summary>With a worker too.</summary>
    public static async Task<ServedFolder> StartWorkingAsync(TapirSettings? settings = null)
    {
        ServedFolder served = new("http://127.0.0.1:0");
        served.without.Clear();
        await served.OpenAsync(settings ?? new TapirSettings());
        return served;
    }

    /// <summary>A spec as it is sent.</summary>
    public static HttpContent Body(string spec = Spec) => new StringContent(spec, Encoding.UTF8, "application/yaml");

    /// <summary>A client that sends a key.</summary>
    public HttpClient ClientWith(string secret)
    {
        HttpClient client = new() { BaseAddress = Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    /// <summary>Makes a key, and a client that sends it.</summary>
    public async Task<HttpClient> ClientOfAsync(string name, KeyScope scope) => ClientWith((await Keys.AddAsync(name, scope, life: null, CancellationToken.None)).Secret);

    /// <summary>Stops the server and starts another over the same folder, as after a restart of the machine.</summary>
    /// <param name="meanwhile">Done to the state folder while no server has it.</param>
    public async Task RestartAsync(TapirSettings? settings = null, Action<StateFolder>? meanwhile = null)
    {
        await CloseAsync();
        meanwhile?.Invoke(StateFolder.Open(folder.File("state")));
        await OpenAsync(settings ?? new TapirSettings());
    }

    /// <param name="key">The <c>Idempotency-Key</c>; null for none.</param>
    public async Task<HttpResponseMessage> StartRunAsync(string spec = Spec, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/runs") { Content = Body(spec) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await Client.SendAsync(request);
    }

    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Follows the run's events until it has this status.</summary>
    public Task<JsonElement> WaitForStatusAsync(string run, string status) => WaitForAsync(run, state => state.GetProperty("status").GetString() == status);

    /// <summary>Follows the run's events until one fits.</summary>
    public async Task<JsonElement> WaitForAsync(string run, Predicate<JsonElement> fits)
    {
        await using Stream stream = await Client.GetStreamAsync($"/api/runs/{run}/events");
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync())
        {
            using JsonDocument document = JsonDocument.Parse(item.Data);
            if (item.EventType == "run" && fits(document.RootElement))
            {
                return document.RootElement.Clone();
            }
        }

        throw new AssertFailedException($"The events of {run} ended before what was waited for.");
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        folder.Dispose();
    }

    private async Task OpenAsync(TapirSettings settings)
    {
        server = await TapirServer.StartAsync(
            new ServeOptions(StateFolder.Open(folder.File("state")), [url], without, Sidecar: null, Functions: null),
            new HostSettings { Tapir = settings },
            CancellationToken.None);
        Client = new HttpClient { BaseAddress = new Uri(server.Addresses[0].Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
    }

    private async Task CloseAsync()
    {
        Client?.Dispose();
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
