using Tapir.Artifacts;
using Tapir.Host.Holding;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Holding;

[TestClass]
public sealed class StoreHoldTests : IDisposable
{
    private static readonly ArtifactRef Needed = new(new string('a', 64));
    private static readonly StateNeeds Nothing = new(new HashSet<ArtifactRef>(), OpenSince: null);

    private readonly SharedStore shared = new();
    private readonly Guid lease = Guid.NewGuid();

    public void Dispose() => shared.Dispose();

    [TestMethod]
    public async Task TakeAsync_ACallIsOpenForHours_SaysThatItsListIsCompleteUntilThen()
    {
        DateTimeOffset now = await shared.Holders.TimeAsync();

        await using StoreHold hold = await shared.HoldAsync(shared.Open(), lease, () => new StateNeeds(new HashSet<ArtifactRef> { Needed }, shared.Clock.GetUtcNow().AddHours(-3)));

        StoreHolder said = (await shared.Holders.FindAsync("mine"))!.Holder;
        Assert.IsTrue(said.IsWorking);
        CollectionAssert.AreEqual(new[] { Needed }, said.Keep.ToArray());
        Assert.IsLessThan(TimeSpan.FromMinutes(1), (said.CompleteUntil - now.AddHours(-3)).Duration());
    }

    [TestMethod]
    public async Task DisposeAsync_StoppedInOrder_SaysSoAndStillNeedsIt()
    {
        await using (await shared.HoldAsync(shared.Open(), lease, () => new StateNeeds(new HashSet<ArtifactRef> { Needed }, OpenSince: null)))
        {
            Assert.IsTrue((await shared.Holders.FindAsync("mine"))!.Holder.IsWorking);
        }

        HolderEntry entry = (await shared.Holders.FindAsync("mine"))!;
        Assert.IsFalse(entry.IsAlive);
        Assert.IsFalse(entry.Holder.IsWorking);
        CollectionAssert.AreEqual(new[] { Needed }, entry.Holder.Keep.ToArray());
    }

    [TestMethod]
    public async Task Renewal_AQuarterOfAnHour_SaysAnew()
    {
        HashSet<ArtifactRef> keep = [];
        await using StoreHold hold = await shared.HoldAsync(shared.Open(), lease, () => new StateNeeds(keep.ToHashSet(), OpenSince: null));
        keep.Add(Needed);

        await shared.RenewUntilAsync(async () => (await shared.Holders.FindAsync("mine"))!.Holder.Keep.Contains(Needed), "what the runs need now is said");
    }

    [TestMethod]
    public async Task Renewal_SleptForADay_IsHadAgain()
    {
        await using StoreHold hold = await shared.HoldAsync(shared.Open(), lease, () => Nothing);
        shared.Azurite.Advance(TimeSpan.FromDays(1));
        Assert.IsFalse((await shared.Holders.FindAsync("mine"))!.IsAlive);

        await shared.RenewUntilAsync(async () => (await shared.Holders.FindAsync("mine"))!.IsAlive, "the lease is had again");
    }

    [TestMethod]
    public async Task Renewal_ForgottenWhileItSlept_SaysAgainWhatItNeeds()
    {
        await using StoreHold hold = await shared.HoldAsync(shared.Open(), lease, () => new StateNeeds(new HashSet<ArtifactRef> { Needed }, OpenSince: null));
        shared.Azurite.Advance(TimeSpan.FromDays(1));
        Assert.IsTrue(await shared.Holders.TryForgetAsync("mine"));

        await shared.RenewUntilAsync(async () => await shared.Holders.FindAsync("mine") is { Holder.Keep: [_] }, "it says again what it needs");
    }

    [TestMethod]
    public async Task Renewal_ACopyTookOver_StoresNothingUntilItIsAloneAgain()
    {
        BlobArtifactStore store = shared.Open();
        await using StoreHold hold = await shared.HoldAsync(store, lease, () => Nothing);
        shared.Azurite.Advance(TimeSpan.FromMinutes(1));
        HolderLease copy = shared.Holders.LeaseOf("mine", Guid.NewGuid());
        Assert.IsNotNull(await copy.TryTakeAsync(SharedStore.Identity(lease).Holder(isWorking: true, DateTimeOffset.MinValue, [])));

        await shared.RenewUntilAsync(async () => await RefusalOfAsync(store) is not null, "it stores nothing");

        StringAssert.Contains(await RefusalOfAsync(store), "A copy of the state folder '/folder' is at work");
        await copy.ReleaseAsync();
        await shared.RenewUntilAsync(async () => await RefusalOfAsync(store) is null, "it stores again");
    }

    [TestMethod]
    public async Task TakeAsync_ACopyWorksOn_IsRefused()
    {
        await shared.Holders.LeaseOf("mine", Guid.NewGuid()).TryTakeAsync(SharedStore.Identity(lease).Holder(isWorking: true, DateTimeOffset.MinValue, []));
        Task<StoreHold> taking = shared.HoldAsync(shared.Open(), lease, () => Nothing);

        await shared.RenewUntilAsync(() => Task.FromResult(taking.IsCompleted), "it gives up");

        StateException error = await Assert.ThrowsExactlyAsync<StateException>(() => taking);
        StringAssert.Contains(error.Message, "is at work");
    }

    private static async Task<string?> RefusalOfAsync(BlobArtifactStore store)
    {
        try
        {
            await store.PutBytesAsync(new byte[] { 1 });
            return null;
        }
        catch (ArtifactStoreException refused)
        {
            return refused.Message;
        }
    }
}
