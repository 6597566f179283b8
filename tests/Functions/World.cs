using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Tapir.Functions.Tests;

/// <summary>A runner with everything around it; <see cref="Restart"/> is a process that died and came again with the same files.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource stopping = new();

    private readonly ILoggerFactory loggers;

    public World(FunctionCatalog catalog, ILoggerFactory? loggers = null)
    {
        this.loggers = loggers ?? NullLoggerFactory.Instance;
        Catalog = catalog;
        Index = SqliteResultIndex.Open(IndexPath, Time);
        Runner = NewRunner();
    }

    public FunctionCatalog Catalog { get; private set; }

    public FakeArtifacts Artifacts { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public RecordingObserver Observer { get; private set; } = new();

    public SqliteResultIndex Index { get; private set; }

    public FunctionRunner Runner { get; private set; }

    public string NumericEnvironment { get; set; } = "cpu, 2 threads";

    /// <summary>Instances that have been terminated.</summary>
    public Terminations Terminations { get; } = new();

    /// <summary>How long functions may work, by name.</summary>
    public Dictionary<string, TimeLimit> TimeLimits { get; } = [];

    /// <summary>What devices are, by the names that inputs have for them.</summary>
    public Dictionary<string, string> Devices { get; } = [];

    public string IndexPath => folder.File("results.db");

    public Task StopAsync() => stopping.CancelAsync();

    public async Task Restart(FunctionCatalog? catalog = null)
    {
        await Index.DisposeAsync();
        Catalog = catalog ?? Catalog;
        Observer = new RecordingObserver();
        Index = SqliteResultIndex.Open(IndexPath, Time);
        Runner = NewRunner();
    }

    public async Task DeleteIndexAndRestart()
    {
        await Index.DisposeAsync();
        File.Delete(IndexPath);
        await Restart();
    }

    public async ValueTask DisposeAsync()
    {
        await Index.DisposeAsync();
        stopping.Dispose();
        folder.Dispose();
    }

    private FunctionRunner NewRunner() => new(Catalog, Index, Artifacts, new FunctionRunnerOptions
    {
        Time = Time,
        NumericEnvironment = () => NumericEnvironment,
        DeviceEnvironment = device => Devices.TryGetValue(device, out string? found) ? found : throw new InvalidOperationException($"There is no {device} here."),
        Observers = [Observer, Index.CallLog],
        Stopping = stopping.Token,
        Terminated = Terminations.OfAsync,
        TimeLimitOf = function => TimeLimits.GetValueOrDefault(function.Name, TimeLimit.None),
        LoggerFactory = loggers,
    });
}
