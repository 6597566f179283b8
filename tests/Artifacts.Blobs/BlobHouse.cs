using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.Artifacts.Tests;
using Tapir.Tests.Azurite;

namespace Tapir.Artifacts.Blobs.Tests;

/// <summary>A blob store over a container of its own in the Azurite of these tests, with a network that can fail and a clock that does not wait.</summary>
internal sealed class BlobHouse : IDisposable
{
    public const string Variable = "TAPIR_TEST_STORE";

    private static readonly Lazy<AzuriteServer> Azurite = new(AzuriteServer.Start);

    private readonly TemporaryFolder copies = new();

    public BlobHouse()
    {
        Location = BlobLocation.ByVariable($"test-{Guid.NewGuid():n}", Variable);
        Store = Open();
    }

    public BlobLocation Location { get; }

    public FaultyNetwork Network { get; } = new();

    public SkippingClock Clock { get; } = new();

    public BlobArtifactStore Store { get; }

    public string CopiesFolder => copies.Path;

    /// <summary>The container as another program sees it, over a network that does not fail.</summary>
    public BlobContainerClient Container => new(Azurite.Value.ConnectionString, Location.Container);

    public static string ConnectionString => Azurite.Value.ConnectionString;

    public static int Port => Azurite.Value.Port;

    public static void Stop()
    {
        if (Azurite.IsValueCreated)
        {
            Azurite.Value.Dispose();
        }
    }

    /// <summary>The store of another process on this machine, or with other options.</summary>
    public BlobArtifactStore Open(Func<BlobStoreOptions, BlobStoreOptions>? change = null) => OpenAt(Location, change ?? (options => options));

    public BlobArtifactStore OpenAt(BlobLocation location, Func<BlobStoreOptions, BlobStoreOptions> change)
    {
        BlobStoreOptions options = new()
        {
            CopiesFolder = copies.Path,
            EnvironmentVariable = name => name == Variable ? ConnectionString : null,
            Configure = client => client.Transport = new HttpClientTransport(new HttpClient(Network, disposeHandler: false)),
        };
        return new BlobArtifactStore(location, change(options), Clock, NullLogger<BlobArtifactStore>.Instance);
    }

    /// <summary>The store of another machine: it has no copies yet.</summary>
    public BlobArtifactStore OpenElsewhere() => Open(options => options with { CopiesFolder = Path.Combine(copies.Path, Guid.NewGuid().ToString("n")) });

    public BlobClient BlobOf(ArtifactRef artifact) => Container.GetBlobClient($"artifacts/{artifact.Digest[..2]}/{artifact.Digest[2..]}");

    public void Dispose()
    {
        Network.Dispose();
        copies.Dispose();
    }
}
