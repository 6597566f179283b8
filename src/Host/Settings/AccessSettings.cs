using System.ComponentModel.DataAnnotations;

namespace Tapir.Host.Settings;

/// <summary>Section <c>tapir.http</c> of <c>host.json</c>: who may use the HTTP API.</summary>
internal sealed record AccessSettings
{
    /// <value>Whether requests from this machine need a key too while there is none. Those from others always do.</value>
    public KeyRequirement RequireKeys { get; init; } = KeyRequirement.Auto;

    /// <value>A PEM file with the certificate for https addresses, and those between it and a root. A new one is taken up while the server runs.</value>
    public string? Certificate { get; init; }

    /// <value>A PEM file with the certificate's private key; the certificate's own file where left out.</value>
    public string? CertificateKey { get; init; }

    /// <value>Addresses, or networks such as <c>10.1.0.0/16</c>, of proxies that do TLS and say for whom they ask. What others say of that is not believed.</value>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <value>The longest body of a request, in bytes. Default 1 MiB.</value>
    [Range(1_024, 1_073_741_824)]
    public int MaxBodyBytes { get; init; } = 1 << 20;

    /// <value>Requests a second of one key, or of one address where no key is sent; twice as many may come at once. Default 5,000.</value>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; init; } = 5_000;
}

internal enum KeyRequirement
{
    /// <summary>On a loopback address only once there is a key. Any other address needs one before the server starts.</summary>
    Auto,

    /// <summary>Everywhere. While there is no key nobody is let in, and the server starts all the same: for containers, where a key is made inside.</summary>
    Always,
}
