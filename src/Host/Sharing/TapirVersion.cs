using System.Reflection;

namespace Tapir.Host.Sharing;

/// <summary>The version that a worker and its server must have in common: both replay the same orchestrations.</summary>
internal static class TapirVersion
{
    /// <summary>The header in which a worker says its own. Workers of other Durable Task SDKs, which replay none of Tapir's orchestrations, send none.</summary>
    public const string Header = "tapir-version";

    /// <value>As `tapir --version` prints it.</value>
    public static string Own { get; } = typeof(TapirVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Why two different ones cannot work together, and what to do.</summary>
    public static string Refusal(string worker, string server) =>
        $"The server runs Tapir {server}, and the worker is {worker}. Both replay the same orchestrations, so use the same version.";
}
