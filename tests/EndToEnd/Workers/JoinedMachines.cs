using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tapir.EndToEnd.Serving;

namespace Tapir.EndToEnd.Workers;

/// <summary>A machine that has a state folder and does only what needs it, and workers that have an address, a token and a folder each.</summary>
internal sealed class JoinedMachines : IDisposable
{
    /// <summary>What writes into the state folder; everything else, the orchestrations too, is left to others.</summary>
    private const string AtHome = "reporting.*,students.export,training.release-slices,notifying.*";

    private readonly Dictionary<string, string> environment = new() { ["TAPIR_WORKER_TOKEN"] = RandomNumberGenerator.GetHexString(64), ["TAPIR_LOG"] = "information" };
    private readonly List<RunningProgram> workers = [];
    private readonly string address;

    public JoinedMachines()
    {
        WriteCertificate();
        ListenOn("https://127.0.0.1:0");
        (Home, address) = StartHome();
    }

    public TapirProgram Program { get; } = new();

    public ServedProgram Home { get; private set; }

    /// <summary>Starts a worker, which begins to work when it has said so.</summary>
    /// <param name="name">Of its folder.</param>
    /// <param name="crashAt">Where it kills itself; null for nowhere.</param>
    public RunningProgram Join(string name, string? crashAt = null)
    {
        Dictionary<string, string> variables = new(environment);
        if (crashAt is not null)
        {
            variables["TAPIR_CRASH_AT"] = crashAt;
        }

        RunningProgram worker = Program.Start(variables, "worker", "--join", address, "--ca", "cert.pem", "--cache", name);
        workers.Add(worker);
        return worker;
    }

    /// <summary>Kills the machine of the state folder, and starts it again at the same address.</summary>
    public void RestartHome()
    {
        Home.Kill();
        Home.Dispose();
        ListenOn(address);
        (Home, _) = StartHome();
    }

    public void Dispose()
    {
        workers.ForEach(worker => worker.Dispose());
        Home.Dispose();
        Program.Dispose();
    }

    private void ListenOn(string url) => Program.Write(
        "host.json", $$"""{ "tapir": { "workers": { "listen": "{{url}}", "certificate": "cert.pem", "certificateKey": "key.pem" } } }""");

    private (ServedProgram Home, string Address) StartHome()
    {
        ServedProgram home = ServedProgram.Start(Program, environment, "--functions", AtHome);
        return (home, home.Process.WaitFor("Workers on other machines join at").Split(' ')[^1].TrimEnd('.'));
    }

    private void WriteCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=tapir", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Program.Write("cert.pem", certificate.ExportCertificatePem());
        Program.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
    }
}
