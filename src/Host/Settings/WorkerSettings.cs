using System.ComponentModel.DataAnnotations;

namespace Tapir.Host.Settings;

/// <summary>Section <c>tapir.workers</c> of <c>host.json</c>: where workers on other machines are let in.</summary>
internal sealed record WorkerSettings
{
    /// <value>Where to listen for them, such as <c>https://0.0.0.0:7443</c>; null for nowhere.</value>
    [HttpAddress(ErrorMessage = "write an address to listen on, such as https://0.0.0.0:7443")]
    public string? Listen { get; init; }

    /// <value>A PEM file with the certificate, and those between it and a root. A new one is taken up while the program runs.</value>
    public string? Certificate { get; init; }

    /// <value>A PEM file with the certificate's private key; the certificate's own file where left out.</value>
    public string? CertificateKey { get; init; }

    /// <value>Name of the environment variable that holds the token which workers must send. Default TAPIR_WORKER_TOKEN.</value>
    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]*$", ErrorMessage = "name an environment variable (the token itself does not belong in this file)")]
    public string TokenVariable { get; init; } = "TAPIR_WORKER_TOKEN";
}
