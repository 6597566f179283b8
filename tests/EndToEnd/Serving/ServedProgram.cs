using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Tapir.EndToEnd.Serving;

/// <summary>`tapir serve` as a process, and a client of its API.</summary>
internal sealed class ServedProgram : IDisposable
{
    private ServedProgram(RunningProgram process, HttpClient client)
    {
        Process = process;
        Client = client;
    }

    public HttpClient Client { get; }

    public RunningProgram Process { get; }

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    public static ServedProgram Start(TapirProgram program, params string[] more) => StartAt(program, 0, more);

    /// <inheritdoc cref="Start(TapirProgram, string[])"/>
    /// <param name="environment">Variables that are set for this process.</param>
    public static ServedProgram Start(TapirProgram program, Dictionary<string, string> environment, params string[] more) => StartAt(program, 0, environment, more);

    /// <summary>Starts it on a port, and waits until it listens.</summary>
    /// <param name="port">0 for a free one.</param>
    public static ServedProgram StartAt(TapirProgram program, int port, params string[] more) => StartAt(program, port, [], more);

    private static ServedProgram StartAt(TapirProgram program, int port, Dictionary<string, string> environment, string[] more)
    {
        RunningProgram process = program.Start(environment, ["serve", "--urls", $"http://127.0.0.1:{port}", .. more]);
        string line = process.WaitFor("Tapir serves http");
        return new ServedProgram(process, new HttpClient { BaseAddress = new Uri(line.Split(' ', ';')[2]), Timeout = TimeSpan.FromMinutes(5) });
    }

    /// <returns>The run's id.</returns>
    public async Task<string> StartTinyAsync()
    {
        using HttpResponseMessage response = await Client.PostAsync("/api/runs", new StringContent(await File.ReadAllTextAsync(TapirProgram.TinySpec), Encoding.UTF8, "application/yaml"));
        Assert.AreEqual(HttpStatusCode.Accepted, response.StatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>Follows the run's events until one fits.</summary>
    public async Task<JsonElement> WaitForAsync(string run, Predicate<JsonElement> fits)
    {
        await using Stream stream = await Client.GetStreamAsync($"/api/runs/{run}/events");
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync())
        {
            if (item.EventType == "run")
            {
                using JsonDocument document = JsonDocument.Parse(item.Data);
                if (fits(document.RootElement))
                {
                    return document.RootElement.Clone();
                }
            }
        }

        throw new AssertFailedException($"The events of {run} ended before what was waited for.");
    }

    public Task<JsonElement> WaitForEndAsync(string run) => WaitForAsync(run, state => state.GetProperty("status").GetString() is "done" or "failed" or "cancelled");

    public void Kill() => Process.Kill();

    public ProgramResult Terminate()
    {
        Process.Signal("TERM");
        return Process.WaitForEnd(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        Client.Dispose();
        Process.Dispose();
    }
}
