using Tapir.Tests.Azurite;

namespace Tapir.Artifacts.Blobs.Tests;

[TestClass]
public sealed class BlobHoldersTests : IDisposable
{
    private static readonly ArtifactRef Needed = new(new string('a', 64));

    private readonly BlobHouse house = new();

    private BlobHolders Holders => house.Store.Holders;

    public void Dispose() => house.Dispose();

    [TestMethod]
    public async Task TryTakeAsync_SameLeaseAgain_IsRenewedAndACopyIsRefused()
    {
        Guid lease = Guid.NewGuid();

        Assert.IsNotNull(await Holders.LeaseOf("one", lease).TryTakeAsync(Holder("one")));
        Assert.IsNotNull(await Holders.LeaseOf("one", lease).TryTakeAsync(Holder("one")), "The next process of the same folder goes on with it.");
        Assert.IsNull(await Holders.LeaseOf("one", Guid.NewGuid()).TryTakeAsync(Holder("one")), "A copy of the folder must not.");
        Assert.IsNotNull(await Holders.LeaseOf("two", Guid.NewGuid()).TryTakeAsync(Holder("two")));
    }

    [TestMethod]
    public async Task TryTakeAsync_KnownAlready_LeavesWhatItSaid()
    {
        HolderLease lease = Holders.LeaseOf("one", Guid.NewGuid());
        await lease.TryTakeAsync(Holder("one"));
        await lease.TryPublishAsync(Holder("one", Needed));
        await lease.ReleaseAsync();

        Assert.IsNotNull(await Holders.LeaseOf("one", Guid.NewGuid()).TryTakeAsync(Holder("one")), "A copy may go on when it has stopped.");

        CollectionAssert.AreEqual(new[] { Needed }, (await Holders.ListAsync()).Single().Holder.Keep.ToArray());
    }

    [TestMethod]
    public async Task TryRenewAsync_RanOutWhileTheMachineSlept_IsHadAgain()
    {
        using AzuriteServer azurite = AzuriteServer.Start();
        BlobHolders holders = house.Open(options => options with { EnvironmentVariable = _ => azurite.ConnectionString }).Holders;
        HolderLease lease = holders.LeaseOf("one", Guid.NewGuid());
        DateTimeOffset? before = await lease.TryTakeAsync(Holder("one", Needed));

        azurite.Advance(TimeSpan.FromDays(1));

        Assert.IsFalse((await holders.FindAsync("one"))!.IsAlive);
        CollectionAssert.AreEqual(new[] { Needed }, (await holders.FindAsync("one"))!.Holder.Keep.ToArray(), "It still needs it.");
        DateTimeOffset? after = await lease.TryRenewAsync();
        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromDays(1), after!.Value - before!.Value, "The time is the store's.");
        Assert.IsTrue((await holders.FindAsync("one"))!.IsAlive);
    }

    [TestMethod]
    public async Task TryRenewAsync_TakenByACopyOrForgotten_IsNotHad()
    {
        using AzuriteServer azurite = AzuriteServer.Start();
        BlobHolders holders = house.Open(options => options with { EnvironmentVariable = _ => azurite.ConnectionString }).Holders;
        HolderLease sleeping = holders.LeaseOf("one", Guid.NewGuid());
        HolderLease copy = holders.LeaseOf("one", Guid.NewGuid());
        await sleeping.TryTakeAsync(Holder("one"));
        azurite.Advance(TimeSpan.FromMinutes(1));

        await copy.TryTakeAsync(Holder("one"));

        Assert.IsNull(await sleeping.TryRenewAsync());
        Assert.IsFalse(await sleeping.TryPublishAsync(Holder("one")));
        await copy.EndAsync();
        Assert.IsNull(await sleeping.TryRenewAsync());
    }

    [TestMethod]
    public async Task TryPublishAsync_WithTheLease_IsWhatOthersRead()
    {
        HolderLease lease = Holders.LeaseOf("one", Guid.NewGuid());
        await lease.TryTakeAsync(Holder("one"));

        Assert.IsTrue(await lease.TryPublishAsync(Holder("one", Needed)));
        Assert.IsFalse(await Holders.LeaseOf("one", Guid.NewGuid()).TryPublishAsync(Holder("one")));

        HolderEntry entry = (await Holders.ListAsync()).Single();
        Assert.AreEqual("one", entry.Holder.Id);
        CollectionAssert.AreEqual(new[] { Needed }, entry.Holder.Keep.ToArray());
        Assert.IsTrue(entry.IsAlive);
    }

    [TestMethod]
    public async Task AddAsync_ManyAtOnce_LosesNone()
    {
        ArtifactRef[] artifacts = [.. Enumerable.Range(0, 8).Select(i => new ArtifactRef(new string($"{i}"[0], 64)))];

        await Task.WhenAll(artifacts.Select(artifact => Holders.AddAsync(Holder("one-pushed", artifact) with { IsWorking = false })));

        CollectionAssert.AreEqual(artifacts, (await Holders.FindAsync("one-pushed"))!.Holder.Keep.ToArray());
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = false)]
    public async Task AddAsync_AtWork_IsRefusedInsteadOfTriedWithoutEnd()
    {
        await Holders.LeaseOf("one", Guid.NewGuid()).TryTakeAsync(Holder("one"));

        await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => Holders.AddAsync(Holder("one")));
    }

    [TestMethod]
    public async Task TryForgetAsync_AtWork_IsRefused()
    {
        HolderLease lease = Holders.LeaseOf("one", Guid.NewGuid());
        await lease.TryTakeAsync(Holder("one"));

        Assert.IsFalse(await Holders.TryForgetAsync("one"));
        Assert.IsFalse(await Holders.TryForgetAsync("two"), "There is none such.");

        await lease.ReleaseAsync();
        Assert.IsTrue(await Holders.TryForgetAsync("one"));
        Assert.IsEmpty(await Holders.ListAsync());
    }

    [TestMethod]
    [DataRow("{ torn")]
    [DataRow("""{ "schema": 99, "id": "one", "machine": "m", "folder": "/f", "process": 1, "isWorking": false, "completeUntil": "2026-11-22T03:00:00Z", "keep": [] }""")]
    public async Task ListAsync_OneThatIsNotUnderstood_IsAnError(string content)
    {
        await Holders.TimeAsync();
        await house.Container.GetBlobClient("holders/one.json").UploadAsync(new BinaryData(content));

        ArtifactStoreException error = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => Holders.ListAsync());

        StringAssert.Contains(error.Message, "holders/one.json");
    }

    [TestMethod]
    public async Task PutAsync_WhatASweepHasListedAsOld_IsNotRemovedByIt()
    {
        using AzuriteServer azurite = AzuriteServer.Start();
        BlobArtifactStore store = house.Open(options => options with { EnvironmentVariable = _ => azurite.ConnectionString });
        byte[] bytes = Content.Of(5_000);
        ArtifactRef artifact = await store.PutBytesAsync(bytes);
        azurite.Advance(TimeSpan.FromHours(2));
        SweepPlan plan = await store.PlanSweepAsync(new HashSet<ArtifactRef>(), await store.Holders.TimeAsync() - TimeSpan.FromHours(1));
        Assert.HasCount(1, plan.Remove);

        // Told that it is there, another relies on it from now on.
        await store.PutBytesAsync(bytes);

        Assert.AreEqual(0, (await store.SweepAsync(plan)).RemovedCount);
        Assert.IsTrue(await store.ExistsAsync(artifact));
    }

    [TestMethod]
    public async Task PutAsync_RemovedBetweenTheRefusalAndTheClaim_IsWrittenAgain()
    {
        byte[] bytes = Content.Of(5_000);
        ArtifactRef artifact = await house.Store.PutBytesAsync(bytes);
        // The write is told that there is one; before the look at it a sweep takes it away.
        house.Network.Before = request =>
        {
            if (request.Method == HttpMethod.Head)
            {
                house.BlobOf(artifact).DeleteIfExists();
            }

            return null;
        };

        await house.Open().PutBytesAsync(bytes);

        Assert.IsTrue(await house.BlobOf(artifact).ExistsAsync());
    }

    [TestMethod]
    public async Task PutAsync_Forbidden_SaysWhyAndWorksWhenAllowed()
    {
        house.Store.Forbid("A copy is at work.");

        ArtifactStoreException error = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => house.Store.PutBytesAsync(Content.Of(5)));
        await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => house.Store.ClaimAsync(Needed));

        Assert.AreEqual("A copy is at work.", error.Message);
        house.Store.Allow();
        Assert.IsTrue(await house.Store.ClaimAsync(await house.Store.PutBytesAsync(Content.Of(5))));
    }

    private static StoreHolder Holder(string id, params ArtifactRef[] keep) => new(id, "machine", "/folder", 1, IsWorking: true, DateTimeOffset.MinValue, keep);
}
