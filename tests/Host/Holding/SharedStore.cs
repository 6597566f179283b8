using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tapir.Artifacts;
using Tapir.Host.Holding;
using Tapir.Tests.Azurite;

namespace Tapir.Host.Tests.Holding;

/// <summary>A blob store of its own with a clock that the test moves, and processes that hold it on a clock of theirs.</summary>
internal sealed class SharedStore : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string container = $"test-{Guid.NewGuid():n}";

    public AzuriteServer Azurite { get; } = AzuriteServer.Start();

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public BlobHolders Holders => Open().Holders;

    public BlobArtifactStore Open() => new(
        BlobLocation.ByVariable(container, "STORE"),
        new BlobStoreOptions { CopiesFolder = folder.File(Guid.NewGuid().ToString("n")), EnvironmentVariable = _ => Azurite.ConnectionString },
        TimeProvider.System,
        NullLogger<BlobArtifactStore>.Instance);

    /// <param name="needs">What its runs need, asked for each list.</param>
    public Task<StoreHold> HoldAsync(BlobArtifactStore store, Guid lease, Func<StateNeeds> needs) => StoreHold.TakeAsync(
        store, Identity(lease), _ => Task.FromResult(needs()), mayEnd: true, Clock, NullLogger.Instance, TextWriter.Null, CancellationToken.None);

    public static HolderIdentity Identity(Guid lease) => new("mine", lease, "/folder");

    /// <summary>Lets ten seconds pass for those who hold the store, again and again until something is so.</summary>
    public async Task RenewUntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (int renewal = 0; renewal < 2_000; renewal++)
        {
            Clock.Advance(LeaseRenewal.Interval);
            // Takes as long as what is waited for.
            await Holders.ListAsync();
            if (await isSo())
            {
                return;
            }
        }

        Assert.Fail($"It never came to this: {what}.");
    }

    public void Dispose()
    {
        Azurite.Dispose();
        folder.Dispose();
    }
}
