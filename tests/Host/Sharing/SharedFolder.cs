using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tapir.Artifacts;
using Tapir.DurableTask.Sidecar;
using Tapir.Functions;
using Tapir.Host.Joining;
using Tapir.Host.Live;
using Tapir.Host.Settings;
using Tapir.Host.Sharing;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Tests.Sharing;

/// <summary>A state folder whose machine lets workers in, and channels of workers to it.</summary>
internal sealed class SharedFolder : IAsyncDisposable
{
    public const string TokenVariable = "TAPIR_TEST_TOKEN";
    public const string Token = "0123456789abcdef0123456789abcdef";

    private readonly SidecarHost sidecar;
    private readonly WorkerDoor door;
    private readonly List<IDisposable> channels = [];

    private SharedFolder(TemporaryFolder files, FakeTimeProvider time, SidecarHost sidecar, SharedRooms rooms, WorkerDoor door)
    {
        Files = files;
        Time = time;
        this.sidecar = sidecar;
        Rooms = rooms;
        this.door = door;
    }

    public TemporaryFolder Files { get; }

    /// <value>By which leases end.</value>
    public FakeTimeProvider Time { get; }

    public SharedRooms Rooms { get; }

    /// <value>What somebody sees who watches the runs there.</value>
    public required CallTree Tree { get; init; }

    public Uri Address => new(door.Address);

    /// <summary>Where partial uploads lie.</summary>
    public string Uploads => Files.File("uploads");

    /// <param name="tls">Whether it listens with a certificate of its own, <c>cert.pem</c>.</param>
    public static async Task<SharedFolder> OpenAsync(bool tls = false)
    {
        TemporaryFolder files = new();
        WorkerSettings settings = new()
        {
            Listen = tls ? "https://127.0.0.1:0" : "http://127.0.0.1:0",
            Certificate = tls ? WriteCertificate(files) : null,
            CertificateKey = tls ? files.File("key.pem") : null,
            TokenVariable = TokenVariable,
        };
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        SidecarHost sidecar = await SidecarHost.StartAsync(
            new SidecarOptions { HubPath = files.File("hub.db") }, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        CallTree tree = new(time);
        FolderArtifactStore artifacts = new(files.File("artifacts"));
        ResponseLedger ledger = ResponseLedger.Open(files.File("ledger.db"), time);
        SharedRooms rooms = new(
            artifacts,
            new Uploads(files.File("uploads"), artifacts, time),
            SqliteResultIndex.Open(files.File("results.db"), time),
            ledger,
            new CallsFromElsewhere(ledger, time),
            new WatchedCalls(tree, time),
            run => new SharedRun(run, null, PublicOnly: true, new BudgetLimits(Calls: 7, Money: 1.5m)));
        WorkerDoor door = await WorkerDoor.OpenAsync(DoorPlan.Of(settings, Read)!, sidecar.Hub, rooms, time, NullLoggerFactory.Instance, CancellationToken.None);
        return new SharedFolder(files, time, sidecar, rooms, door) { Tree = tree };
    }

    /// <summary>Reads the one variable that there is.</summary>
    public static string? Read(string variable) => variable == TokenVariable ? Token : null;

    /// <summary>A worker's channel.</summary>
    public GrpcChannel Connect(Uri? address = null, string token = Token, string? authority = null, string? version = null)
    {
        GrpcChannel channel = JoinChannel.Open(JoinTarget.Of((address ?? Address).ToString(), TokenVariable, authority, _ => token), version ?? TapirVersion.Own);
        channels.Add(channel);
        return channel;
    }

    /// <summary>The artifacts as a worker has them, with a folder of its own.</summary>
    /// <param name="clock">By which its patience ends; the system's where it is null.</param>
    public RemoteArtifactStore Artifacts(string folder, Uri? address = null, TimeProvider? clock = null)
    {
        HomePatience patience = new(clock ?? TimeProvider.System, NullLogger<HomePatience>.Instance);
        return new RemoteArtifactStore(new HomeArtifacts(new(Connect(address)), patience), Files.File(folder), 1 << 30, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        channels.ForEach(channel => channel.Dispose());
        await door.DisposeAsync();
        await sidecar.DisposeAsync();
        await Rooms.Results.DisposeAsync();
        await Rooms.Ledger.DisposeAsync();
        Files.Dispose();
    }

    /// <returns>Path of the certificate; its key is in <c>key.pem</c> beside it.</returns>
    private static string WriteCertificate(TemporaryFolder files)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=tapir", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        files.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        return files.Write("cert.pem", certificate.ExportCertificatePem());
    }
}
