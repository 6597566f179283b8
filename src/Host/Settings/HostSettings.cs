using System.ComponentModel.DataAnnotations;

namespace Tapir.Host.Settings;

/// <summary><c>host.json</c>: how the program works, whatever it runs. The names are those of Azure Functions where these exist.</summary>
internal sealed record HostSettings
{
    public string Version { get; init; } = "2.0";

    public ExtensionSettings Extensions { get; init; } = new();

    /// <value>What Azure Functions has no name for.</value>
    public TapirSettings Tapir { get; init; } = new();
}

internal sealed record ExtensionSettings
{
    public DurableTaskSettings DurableTask { get; init; } = new();

    public HttpSettings Http { get; init; } = new();
}

internal sealed record HttpSettings
{
    /// <value>What the paths of the HTTP API begin with. Default <c>api</c>.</value>
    [RegularExpression("^[a-z][a-z0-9-]{0,20}$", ErrorMessage = "use a letter, then up to 20 lower-case letters, digits and hyphens")]
    public string RoutePrefix { get; init; } = "api";
}

internal sealed record DurableTaskSettings
{
    /// <value>Names the task hub's file in the state folder. Default <c>hub</c>.</value>
    [RegularExpression("^[a-zA-Z][a-zA-Z0-9-]{0,44}$", ErrorMessage = "use a letter, then up to 44 letters, digits and hyphens")]
    public string HubName { get; init; } = "hub";

    /// <value>Functions that the worker runs at a time; numeric ones among them still compute one by one. Default 64.</value>
    [Range(1, 10_000)]
    public int MaxConcurrentActivityFunctions { get; init; } = 64;

    /// <value>Orchestration turns at a time. Default 64.</value>
    [Range(1, 10_000)]
    public int MaxConcurrentOrchestratorFunctions { get; init; } = 64;

    public StorageProviderSettings StorageProvider { get; init; } = new();
}

internal sealed record StorageProviderSettings
{
    public StorageProviderType Type { get; init; } = StorageProviderType.Sqlite;
}

internal enum StorageProviderType
{
    Sqlite,
}
