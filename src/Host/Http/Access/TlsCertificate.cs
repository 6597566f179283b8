using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.Host.State;

namespace Tapir.Host.Http.Access;

/// <summary>The server's certificate from PEM files. When they change, connections from then on have the new one.</summary>
internal sealed class TlsCertificate
{
    private readonly string certificatePath;
    private readonly string keyPath;
    private readonly Lock gate = new();
    private (DateTime Certificate, DateTime Key) written;
    private SslStreamCertificateContext context;

    /// <param name="keyPath">Null where the key is in the certificate's file.</param>
    /// <param name="section">Of host.json, where they are named.</param>
    /// <exception cref="StateException">The files hold no certificate with its key.</exception>
    public TlsCertificate(string certificatePath, string? keyPath, string section = "tapir.http")
    {
        this.certificatePath = certificatePath;
        this.keyPath = keyPath ?? certificatePath;
        written = Written();
        try
        {
            context = Load();
        }
        catch (Exception problem) when (IsUnusable(problem))
        {
            throw new StateException($"The certificate '{certificatePath}' with the key '{this.keyPath}' cannot be used: {problem.Message} Both must be PEM files; '{section}' of host.json names them.", problem);
        }
    }

    /// <value>Told when the files have changed.</value>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    public SslStreamCertificateContext Current
    {
        get
        {
            lock (gate)
            {
                if (Written() is { } now && now != written)
                {
                    written = now;
                    Renew();
                }

                return context;
            }
        }
    }

    private void Renew()
    {
        try
        {
            context = Load();
            Logger.CertificateRenewed(certificatePath);
        }
        catch (Exception problem) when (IsUnusable(problem))
        {
            // Half of the pair may be written already; the other half changes the time again.
            Logger.CertificateNotRenewed(certificatePath, problem.Message);
        }
    }

    private SslStreamCertificateContext Load()
    {
        X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
        if (OperatingSystem.IsWindows())
        {
            // Windows serves no certificate whose key is in memory alone.
            certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }

        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(certificatePath);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    private (DateTime Certificate, DateTime Key) Written() => (File.GetLastWriteTimeUtc(certificatePath), File.GetLastWriteTimeUtc(keyPath));

    private static bool IsUnusable(Exception problem) => problem is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;
}
