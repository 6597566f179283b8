using Microsoft.Extensions.Time.Testing;

namespace Tapir.Functions.Tests;

/// <summary>Waiting for another's claim, by a clock that stands still: what ends a wait is a signal. Two indexes over one file are two processes on one machine.</summary>
[TestClass]
public sealed class ClaimWaitTests : IDisposable
{
    private const int Limit = 60_000;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    public void Dispose() => folder.Dispose();

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WaitForClaimAsync_NobodyHoldsTheKey_EndsAtOnce()
    {
        await using SqliteResultIndex index = Open();

        await index.WaitForClaimAsync("key", Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WaitForClaimAsync_AnotherPartOfTheProcessGivesTheKeyBack_Ends()
    {
        await using SqliteResultIndex index = Open();
        ResultClaim claim = (await index.TryClaimAsync("key"))!, another = (await index.TryClaimAsync("another key"))!;
        Task[] waits = [index.WaitForClaimAsync("key"), index.WaitForClaimAsync("key")];

        await index.ReleaseAsync(another);
        Assert.IsFalse(waits.Any(wait => wait.IsCompleted), "It was another key.");
        await index.ReleaseAsync(claim);

        await Task.WhenAll(waits).WaitAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WaitForClaimAsync_AnotherProcessStoresItsResult_Ends()
    {
        await using SqliteResultIndex one = Open(), other = Open();
        ResultClaim claim = (await one.TryClaimAsync("key"))!;
        Task wait = other.WaitForClaimAsync("key");
        Assert.IsFalse(wait.IsCompleted);

        await one.StoreAsync(new StoredResult("key", "test.function", 1, null, null, "{}", "1", Reproducible: true, DateTimeOffset.UnixEpoch, TimeSpan.Zero), claim);

        await wait.WaitAsync(Cancellation);
        Assert.IsNotNull(await other.FindAsync("key"));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WaitForClaimAsync_OneOnAnotherMachineGivesTheKeyBackByAnotherProcess_Ends()
    {
        await using SqliteResultIndex server = Open(), other = Open();
        ResultClaim claim = (await server.TryClaimAsync("key", Lease))!;
        Task wait = other.WaitForClaimAsync("key");

        await server.ReleaseAsync(claim);

        await wait.WaitAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WaitForClaimAsync_TheHoldersProcessEndsInOrder_Ends()
    {
        await using SqliteResultIndex other = Open();
        SqliteResultIndex ending = Open();
        await ending.TryClaimAsync("key");
        Task wait = other.WaitForClaimAsync("key");

        await ending.DisposeAsync();

        await wait.WaitAsync(Cancellation);
        Assert.IsNotNull(await other.TryClaimAsync("key"));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WaitForClaimAsync_TheHoldersProcessIsKilled_EndsAfterTwoSeconds()
    {
        await using SqliteResultIndex index = Open();
        Directory.CreateDirectory(folder.File(".claims"));
        FileStream life = new(folder.File(".claims/killed.lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        await index.ExecuteAsync($"INSERT INTO claims (fence, key, holder, leased_until) VALUES (1, 'key', 'killed', {(time.GetUtcNow() + Lease).ToUnixTimeMilliseconds()});");
        Task wait = index.WaitForClaimAsync("key");

        // What the operating system does for a process that was killed: the file stays, and tells nothing.
        await life.DisposeAsync();
        Assert.IsFalse(wait.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        await wait.WaitAsync(Cancellation);
        Assert.IsNotNull(await index.TryClaimAsync("key"));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WaitForClaimAsync_ALeaseRunsOut_EndsWithIt()
    {
        await using SqliteResultIndex index = Open();
        await index.TryClaimAsync("key", Lease);
        Task wait = index.WaitForClaimAsync("key");
        time.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.IsFalse(wait.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(2));

        await wait.WaitAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WaitForClaimAsync_IsCancelled_EndsAndTheOthersWaitOn()
    {
        await using SqliteResultIndex one = Open(), other = Open();
        ResultClaim claim = (await one.TryClaimAsync("key"))!;
        using CancellationTokenSource enough = new();
        Task impatient = other.WaitForClaimAsync("key", enough.Token), patient = other.WaitForClaimAsync("key");

        await enough.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => impatient);
        Assert.IsFalse(patient.IsCompleted);
        await one.ReleaseAsync(claim);
        await patient.WaitAsync(Cancellation);
    }

    private SqliteResultIndex Open() => SqliteResultIndex.Open(folder.File("results.db"), time);
}
