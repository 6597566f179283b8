using System.Diagnostics;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Tapir.Serving.Benchmarks;

/// <summary>`tapir serve` as a process of its own, over a new state folder.</summary>
internal sealed class ServedTapir : IDisposable
{
    // As it was built with this program: bin/CONFIGURATION/FRAMEWORK has the same name in both.
    private static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../../src/Host/bin", Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../.."), AppContext.BaseDirectory), "tapir.dll"));

    private readonly DirectoryInfo folder;
    private readonly Process process;
    private readonly Uri address;
    private readonly HttpClient own;

    private ServedTapir(DirectoryInfo folder, Process process, Uri address)
    {
        this.folder = folder;
        this.process = process;
        this.address = address;
        own = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(30) };
    }

    /// <value>Of all its threads since it began.</value>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static ServedTapir Start()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-bench-");
        // The limit of one caller is below what is measured here.
        File.WriteAllText(Path.Combine(folder.FullName, "host.json"), """{ "tapir": { "http": { "requestsPerSecond": 1000000 } } }""");
        ProcessStartInfo start = new("dotnet", [Program, "serve", "--urls", "http://127.0.0.1:0"]) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("tapir serve ended at once; what it said is above.");
        return new ServedTapir(folder, process, new Uri(line.Split(' ', ';')[2]));
    }

    public HttpClient CreateClient(int connections) =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null }) { BaseAddress = address };

    /// <summary>Starts the run that trains.</summary>
    /// <param name="isQuick">With so little training that it is over in seconds.</param>
    /// <returns>Its id.</returns>
    public async Task<string> StartAsync(bool isQuick = false)
    {
        string spec = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "training.yaml"));
        if (isQuick)
        {
            spec = spec.Replace("baseTokens: 500000, roundTokens: 200000", "baseTokens: 20000, roundTokens: 20000", StringComparison.Ordinal);
        }

        using HttpResponseMessage response = await own.PostAsync("/api/runs", new StringContent(spec, Encoding.UTF8, "application/yaml"));
        string content = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"The run was not taken: {content}");
        }

        using JsonDocument document = JsonDocument.Parse(content);
        return document.RootElement.GetProperty("id").GetString()!;
    }

    public async Task WaitForEndAsync(string run)
    {
        await using Stream stream = await own.GetStreamAsync($"/api/runs/{run}/events");
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync())
        {
            if (item.EventType != "run")
            {
                continue;
            }

            using JsonDocument document = JsonDocument.Parse(item.Data);
            switch (document.RootElement.GetProperty("status").GetString())
            {
                case "done":
                    return;
                case "failed" or "cancelled" or "paused":
                    throw new InvalidOperationException($"The run did not come to its end: {item.Data}");
            }
        }
    }

    public void Dispose()
    {
        own.Dispose();
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        folder.Delete(recursive: true);
    }
}
