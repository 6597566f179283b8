using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tapir.Host.Access;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Http.Access;

[TestClass]
public sealed class TlsTests
{
    [TestMethod]
    public async Task Serve_CertificateFromPemFiles_IsShownAndTakenUpAnewWhenItChanges()
    {
        string secret = "";
        string first = "";
        await using ServedFolder served = await ServedFolder.StartAsync(
            folder => new TapirSettings { Http = new AccessSettings { Certificate = folder.Files.File("tls.crt"), CertificateKey = folder.Files.File("tls.key") } },
            async folder =>
            {
                first = WriteCertificate(folder, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                secret = (await folder.Keys.AddAsync("me", KeyScope.Read, life: null, CancellationToken.None)).Secret;
            },
            "https://0.0.0.0:0");

        Assert.AreEqual(first, await ShownAsync(served, secret));
        string second = WriteCertificate(served, new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.AreEqual(second, await ShownAsync(served, secret));
        served.Files.Write("tls.crt", "half");
        Assert.AreEqual(second, await ShownAsync(served, secret));
    }

    [TestMethod]
    public async Task Serve_CertificateThatIsNone_DoesNotStart()
    {
        StateException refused = await Assert.ThrowsExactlyAsync<StateException>(() => ServedFolder.StartAsync(
            new TapirSettings { Http = new AccessSettings { Certificate = "no-such.crt" } }, url: "https://127.0.0.1:0"));

        StringAssert.Contains(refused.Message, "'no-such.crt'");
    }

    /// <returns>Its thumbprint.</returns>
    private static string WriteCertificate(ServedFolder served, DateTime written)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=tapir", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.SetLastWriteTimeUtc(served.Files.Write("tls.crt", certificate.ExportCertificatePem()), written);
        File.SetLastWriteTimeUtc(served.Files.Write("tls.key", key.ExportPkcs8PrivateKeyPem()), written);
        return certificate.Thumbprint;
    }

    /// <returns>Thumbprint of the certificate that a new connection is shown.</returns>
    private static async Task<string> ShownAsync(ServedFolder served, string secret)
    {
        string shown = "";
        using HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
            {
                shown = certificate!.Thumbprint;
                return true;
            },
        };
        using HttpClient client = new(handler) { BaseAddress = served.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync("/api/runs")).StatusCode);
        return shown;
    }
}
