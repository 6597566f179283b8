using Azure.Core;
using Azure.Identity;
using Tapir.Host.State;

namespace Tapir.Host.Engine.Scheduler;

/// <summary>How a managed Durable Task Scheduler is reached: a connection string such as
/// <c>Endpoint=https://NAME.REGION.durabletask.io;TaskHub=tapir;Authentication=DefaultAzure</c>, which holds no secret.</summary>
/// <param name="Endpoint">https, or http for an emulator on this machine.</param>
/// <param name="TaskHub">The task hub's name there.</param>
/// <param name="Credential">Signs in; null for an emulator, which asks for nothing.</param>
internal sealed record SchedulerConnection(Uri Endpoint, string TaskHub, TokenCredential? Credential)
{
    private const string Example = "Endpoint=https://NAME.REGION.durabletask.io;TaskHub=NAME;Authentication=DefaultAzure";

    /// <summary>Whether an address is such a connection string.</summary>
    public static bool IsOne(string address) => address.Contains("Endpoint=", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="StateException">A part is missing, unknown or unusable.</exception>
    public static SchedulerConnection Parse(string text)
    {
        Dictionary<string, string> parts = new(StringComparer.OrdinalIgnoreCase);
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !parts.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                throw Wrong($"'{part}' is not one part of its form, or is there twice");
            }
        }

        string Required(string name) => parts.TryGetValue(name, out string? value) && value.Length > 0 ? value : throw Wrong($"'{name}' is missing");
        if (parts.Keys.FirstOrDefault(name => name.ToUpperInvariant() is not ("ENDPOINT" or "TASKHUB" or "AUTHENTICATION" or "CLIENTID")) is { } unknown)
        {
            throw Wrong($"'{unknown}' is not known");
        }

        if (!Uri.TryCreate(Required("Endpoint"), UriKind.Absolute, out Uri? endpoint) || endpoint.Scheme is not ("https" or "http"))
        {
            throw Wrong($"'{parts["Endpoint"]}' is no https address");
        }

        string authentication = parts.GetValueOrDefault("Authentication", "DefaultAzure");
        if (endpoint.Scheme == "http" && !authentication.Equals("None", StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong("a token is never sent over http; write https, or Authentication=None for an emulator");
        }

        return new SchedulerConnection(endpoint, Required("TaskHub"), CredentialOf(authentication, parts.GetValueOrDefault("ClientID")));
    }

    private static TokenCredential? CredentialOf(string authentication, string? client) => authentication.ToUpperInvariant() switch
    {
        "DEFAULTAZURE" => new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client, WorkloadIdentityClientId = client }),
        "MANAGEDIDENTITY" => new ManagedIdentityCredential(client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client)),
        "WORKLOADIDENTITY" => new WorkloadIdentityCredential(new WorkloadIdentityCredentialOptions { ClientId = client }),
        "ENVIRONMENT" => new EnvironmentCredential(),
        "AZURECLI" => new AzureCliCredential(),
        "NONE" => null,
        _ => throw Wrong($"'{authentication}' is no way to sign in; known are DefaultAzure, ManagedIdentity, WorkloadIdentity, Environment, AzureCLI and None"),
    };

    private static StateException Wrong(string what) => new($"The connection to the scheduler cannot be used: {what}. Write it as {Example}.");
}
