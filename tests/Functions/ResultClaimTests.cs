using Microsoft.Extensions.Time.Testing;

namespace Tapir.Functions.Tests;

/// <summary>Two indexes over one file are two processes on one machine.</summary>
[TestClass]
public sealed class ResultClaimTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly DurableFunction<string, string> Slow = new("test.slow", 1, CachePolicy.Forever);

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public TestContext TestContext { get; set; } = null!;

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task TryClaimAsync_AnotherProcessHoldsTheKey_IsRefusedUntilItIsGivenBack()
    {
        await using SqliteResultIndex one = Open(), other = Open();
        ResultClaim claim = (await one.TryClaimAsync("key"))!;

        Assert.IsNull(await other.TryClaimAsync("key"));
        Assert.IsNull(await one.TryClaimAsync("key"), "Nor may another part of the same process.");
        Assert.IsNotNull(await other.TryClaimAsync("other key"));
        await one.ReleaseAsync(claim);

        Assert.IsGreaterThan(claim.Fence, (await other.TryClaimAsync("key"))!.Fence);
    }

    [TestMethod]
    public async Task TryClaimAsync_TheHoldersProcessEnded_IsFreeAtOnce()
    {
        ResultClaim claim;
        await using (SqliteResultIndex dying = Open())
        {
            claim = (await dying.TryClaimAsync("key"))!;
        }

        await using SqliteResultIndex other = Open();

        Assert.IsGreaterThan(claim.Fence, (await other.TryClaimAsync("key"))!.Fence);
    }

    [TestMethod]
    public async Task TryClaimAsync_TheHoldersProcessHangs_IsFreeAfterAWhileAndItsLateResultIsRefused()
    {
        // By whose clock no time passes.
        FakeTimeProvider stopped = new(time.GetUtcNow());
        await using SqliteResultIndex hanging = SqliteResultIndex.Open(folder.File("results.db"), stopped), other = Open();
        ResultClaim first = (await hanging.TryClaimAsync("key"))!;
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.IsNull(await other.TryClaimAsync("key"));
        time.Advance(TimeSpan.FromSeconds(1));

        ResultClaim second = (await other.TryClaimAsync("key"))!;

        Assert.IsFalse(await hanging.StoreAsync(Result("late"), first));
        Assert.IsTrue(await other.StoreAsync(Result("right"), second));
    }

    [TestMethod]
    public async Task TryClaimAsync_TheHolderWorksForLong_IsRefusedAllTheTime()
    {
        await using SqliteResultIndex holder = Open(), other = Open();
        ResultClaim claim = (await holder.TryClaimAsync("key"))!;
        for (int quarter = 0; quarter < 20; quarter++)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await holder.FlushAsync();
            Assert.IsNull(await other.TryClaimAsync("key"));
        }

        Assert.IsTrue(await holder.StoreAsync(Result("right"), claim));
    }

    [TestMethod]
    public async Task TryClaimAsync_ALeaseIsNotRenewed_IsFreeAfterItAndTheFirstHolderCanStoreNothing()
    {
        await using SqliteResultIndex index = Open();
        ResultClaim first = (await index.TryClaimAsync("key", Lease))!;
        time.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.IsNull(await index.TryClaimAsync("key", Lease));
        await index.RenewAsync([first], Lease);
        time.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.IsNull(await index.TryClaimAsync("key", Lease), "It was renewed.");
        time.Advance(TimeSpan.FromSeconds(1));
        ResultClaim second = (await index.TryClaimAsync("key", Lease))!;

        Assert.IsFalse(await index.StoreAsync(Result("of the first"), first));
        await index.RenewAsync([first], Lease);
        await index.ReleaseAsync(first);

        Assert.IsNull(await index.FindAsync("key"));
        Assert.IsTrue(await index.StoreAsync(Result("of the second"), second));
        Assert.IsFalse(await index.StoreAsync(Result("of the first"), first));
        Assert.AreEqual("of the second", (await index.FindAsync("key"))!.Output);
        Assert.IsNotNull(await index.TryClaimAsync("key"), "Who has stored holds nothing more.");
    }

    [TestMethod]
    public async Task TryClaimAsync_TheClockWasPutBack_DoesNotWaitForALeaseOfTheOldTime()
    {
        await using SqliteResultIndex index = Open();
        await index.TryClaimAsync("key", Lease);

        await using SqliteResultIndex earlier = SqliteResultIndex.Open(folder.File("results.db"), new FakeTimeProvider(time.GetUtcNow() - TimeSpan.FromDays(1)));

        Assert.IsNotNull(await earlier.TryClaimAsync("key", Lease));
    }

    [TestMethod]
    public async Task TryClaimAsync_ItCouldNeitherStoreNorGiveTheKeyBack_IsFreeAtOnceForTheSameProcess()
    {
        await using SqliteResultIndex index = Open();
        ResultClaim first = (await index.TryClaimAsync("key"))!;
        await index.ExecuteAsync("CREATE TRIGGER full_disk BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'full'); END;");
        await Assert.ThrowsExactlyAsync<ResultIndexException>(() => index.StoreAsync(Result("lost"), first));
        await Assert.ThrowsExactlyAsync<ResultIndexException>(() => index.ReleaseAsync(first));
        await index.ExecuteAsync("DROP TRIGGER full_disk;");

        ResultClaim? second = await index.TryClaimAsync("key");

        Assert.IsNotNull(second, "Nobody works on it.");
        Assert.IsFalse(await index.StoreAsync(Result("late"), first));
        Assert.IsTrue(await index.StoreAsync(Result("right"), second));
    }

    [TestMethod]
    public async Task TryClaimAsync_ItsFileCannotBeMade_IsAFaultThatCanBeMendedMeanwhile()
    {
        await using SqliteResultIndex index = Open();
        string place = folder.File(".claims");
        await File.WriteAllTextAsync(place, "in the way");

        StringAssert.Contains((await Assert.ThrowsExactlyAsync<ResultIndexException>(() => index.TryClaimAsync("key"))).Message, ".claims");

        File.Delete(place);
        Assert.IsNotNull(await index.TryClaimAsync("key"));
    }

    [TestMethod]
    public async Task TryClaimAsync_ManyPartsOfOneProcessAtOnce_IsGivenToOne()
    {
        await using SqliteResultIndex index = Open();

        ResultClaim?[] claims = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => index.TryClaimAsync("key"))));

        Assert.ContainsSingle(claim => claim is not null, claims);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task ReleaseAsync_TheDiskIsFull_IsWrittenLaterAndOthersWaitNoLonger()
    {
        await using SqliteResultIndex index = Open(), other = Open();
        ResultClaim claim = (await index.TryClaimAsync("key"))!;
        await index.ExecuteAsync("CREATE TRIGGER full_disk BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'full'); END;");
        await Assert.ThrowsExactlyAsync<ResultIndexException>(() => index.ReleaseAsync(claim));
        Task wait = other.WaitForClaimAsync("key");
        time.Advance(TimeSpan.FromSeconds(15));
        await index.FlushAsync();
        Assert.IsNull(await other.TryClaimAsync("key"), "The disk is still full.");
        await index.ExecuteAsync("DROP TRIGGER full_disk;");

        time.Advance(TimeSpan.FromSeconds(15));

        await wait.WaitAsync(TestContext.CancellationToken);
        Assert.IsNotNull(await other.TryClaimAsync("key"), "Its lease would have lasted for as long again.");
    }

    [TestMethod]
    public async Task StoreAsync_AgainWithTheSameResultUnderTheSameClaim_IsStored()
    {
        await using SqliteResultIndex index = Open();
        ResultClaim claim = (await index.TryClaimAsync("key"))!;
        await index.StoreAsync(Result("once"), claim);

        Assert.IsTrue(await index.StoreAsync(Result("once"), claim));
        Assert.IsFalse(await index.StoreAsync(Result("twice"), claim));
        Assert.AreEqual("once", (await index.FindAsync("key"))!.Output);
    }

    [TestMethod]
    public async Task RunAsync_TwoProcessesAtOneTime_ComputeOnce()
    {
        await using SqliteResultIndex one = Open(), other = Open();
        TaskCompletionSource began = new(), mayEnd = new();
        int computed = 0;
        FunctionCatalog catalog = new FunctionCatalog().Add(Slow, async (_, input) =>
        {
            Interlocked.Increment(ref computed);
            began.SetResult();
            await mayEnd.Task;
            return input + "!";
        });
        RecordingObserver observer = new();
        Task<string> first = Runner(catalog, one).RunAsync(Slow, "a", "run-1");
        await began.Task;

        Task<string> second = Runner(catalog, other, observer).RunAsync(Slow, "a", "run-2");
        mayEnd.SetResult();

        Assert.AreEqual("a!", await first);
        Assert.AreEqual("a!", await second);
        Assert.AreEqual(1, computed);
        CollectionAssert.AreEqual(new[] { CallOutcome.Joined }, observer.Outcomes.ToArray());
    }

    [TestMethod]
    public async Task RunAsync_TheOtherProcessFails_ComputesItself()
    {
        await using SqliteResultIndex one = Open(), other = Open();
        TaskCompletionSource began = new(), mayEnd = new();
        FunctionCatalog fails = new FunctionCatalog().Add(Slow, async (_, _) =>
        {
            began.SetResult();
            await mayEnd.Task;
            throw new InvalidOperationException("No.");
        });
        Task<string> first = Runner(fails, one).RunAsync(Slow, "a", "run-1");
        await began.Task;

        Task<string> second = Runner(new FunctionCatalog().Add(Slow, (_, input) => Task.FromResult(input + "!")), other).RunAsync(Slow, "a", "run-1");
        mayEnd.SetResult();

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => first);
        Assert.AreEqual("a!", await second);
    }

    private static FunctionRunner Runner(FunctionCatalog catalog, SqliteResultIndex index, params ICallObserver[] observers) =>
        new(catalog, index, new FakeArtifacts(), new FunctionRunnerOptions { Observers = observers });

    private static StoredResult Result(string output) =>
        new("key", "test.function", 1, null, null, "{}", output, Reproducible: true, DateTimeOffset.UnixEpoch, TimeSpan.Zero);

    private SqliteResultIndex Open() => SqliteResultIndex.Open(folder.File("results.db"), time);
}
