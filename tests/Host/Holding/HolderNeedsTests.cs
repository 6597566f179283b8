using Microsoft.Extensions.Logging.Abstractions;
using Tapir.Artifacts;
using Tapir.DurableTask.Protobuf;
using Tapir.Host.Backups;
using Tapir.Host.Holding;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Holding;

[TestClass]
public sealed class HolderNeedsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Of_OneWasKilledOrSleepsSinceYesterday_LeavesAllSinceThen()
    {
        HolderNeeds needs = HolderNeeds.Of([Entry("idle", isWorking: false, Now.AddDays(-9)), Entry("killed", isWorking: true, Now.AddDays(-1)), Entry("mine", isWorking: true, Now)], Now);

        Assert.AreEqual(Now.AddDays(-1).AddHours(-1), needs.WrittenBefore(TimeSpan.FromHours(1)));
        Assert.HasCount(3, needs.Keep);
    }

    [TestMethod]
    public void Of_AllStoppedInOrder_LeavesTheGraceAlone() =>
        Assert.AreEqual(Now.AddHours(-1), HolderNeeds.Of([Entry("idle", isWorking: false, Now.AddDays(-9))], Now).WrittenBefore(TimeSpan.FromHours(1)));

    [TestMethod]
    public void Of_OneHasJustBegun_LeavesEverything() =>
        Assert.AreEqual(DateTimeOffset.MinValue, HolderNeeds.Of([Entry("new", isWorking: true, DateTimeOffset.MinValue)], Now).WrittenBefore(TimeSpan.FromHours(1)));

    [TestMethod]
    public async Task SharedNeeds_ABackupIsBeingTakenForADay_LeavesAllSinceItBeganAndEndsWithIt()
    {
        using SharedStore shared = new();
        using TemporaryFolder folder = new();
        StateFolder state = StateFolder.Open(folder.File("state"));
        DateTimeOffset began = await shared.Holders.TimeAsync();
        await using (await BackupHold.TakeAsync(shared.Holders, state, shared.Clock, NullLogger.Instance, CancellationToken.None))
        {
            shared.Azurite.Advance(TimeSpan.FromDays(1));

            StoreNeeds during = await StoreNeeds.OfAsync(shared.Open(), StoreNeeds.LeastGrace, CancellationToken.None);

            Assert.IsLessThan(began, during.WrittenBefore);
        }

        Assert.IsGreaterThan(began, (await StoreNeeds.OfAsync(shared.Open(), StoreNeeds.LeastGrace, CancellationToken.None)).WrittenBefore);
    }

    [TestMethod]
    public async Task BackupHold_TheOneBeforeWasKilled_EndsItAndNoOther()
    {
        using SharedStore shared = new();
        using TemporaryFolder folder = new();
        StateFolder state = StateFolder.Open(folder.File("state"));
        HolderIdentity killed = HolderIdentity.OfBackup(state);
        await shared.Holders.LeaseOf(killed.Id, killed.Lease).TryTakeAsync(killed.Holder(isWorking: true, Now, []));
        shared.Azurite.Advance(TimeSpan.FromMinutes(1));
        HolderIdentity alive = HolderIdentity.OfBackup(state);
        await shared.Holders.LeaseOf(alive.Id, alive.Lease).TryTakeAsync(alive.Holder(isWorking: true, Now, []));

        await using BackupHold hold = await BackupHold.TakeAsync(shared.Holders, state, shared.Clock, NullLogger.Instance, CancellationToken.None);

        string[] left = [.. (await shared.Holders.ListAsync()).Select(entry => entry.Holder.Id)];
        CollectionAssert.DoesNotContain(left, killed.Id);
        CollectionAssert.Contains(left, alive.Id);
        Assert.HasCount(2, left);
    }

    [TestMethod]
    public async Task SharedNeeds_ABackupIsDamaged_IsAnErrorThatNamesIt()
    {
        using SharedStore shared = new();
        BlobArtifactStore store = shared.Open();
        BackupShelf shelf = new(BackupPlace.Shared("the store", store), TimeProvider.System);
        await store.Holders.TimeAsync();
        BackupManifest manifest = await shelf.AddAsync(
            new BackupManifest(BackupManifest.Version, "", Now, "a", "machine", "/folder", [], 0, new ArtifactRef(new string('c', 64))), CancellationToken.None);

        StateException error = await Assert.ThrowsExactlyAsync<StateException>(() => StoreNeeds.OfAsync(store, StoreNeeds.LeastGrace, CancellationToken.None));

        StringAssert.Contains(error.Message, $"backups/{manifest.Id}.json");
    }

    [TestMethod]
    public void OpenCalls_SomeEnded_AreThoseWithoutAnEnd()
    {
        HistoryEvent[] history =
        [
            At(1, new HistoryEvent { EventId = 0, TaskScheduled = new TaskScheduledEvent { Name = "a" } }),
            At(2, new HistoryEvent { EventId = 1, TaskScheduled = new TaskScheduledEvent { Name = "b" } }),
            At(3, new HistoryEvent { EventId = 2, TaskScheduled = new TaskScheduledEvent { Name = "c" } }),
            At(4, new HistoryEvent { EventId = -1, TaskCompleted = new TaskCompletedEvent { TaskScheduledId = 0 } }),
            At(5, new HistoryEvent { EventId = -1, TaskFailed = new TaskFailedEvent { TaskScheduledId = 2 } }),
        ];

        Assert.AreSequenceEqual([Now.AddHours(2)], StateNeeds.OpenCalls(history).ToArray());
    }

    private static HistoryEvent At(int hour, HistoryEvent happened)
    {
        happened.Timestamp = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Now.AddHours(hour));
        return happened;
    }

    private static HolderEntry Entry(string id, bool isWorking, DateTimeOffset completeUntil) => new(
        new StoreHolder(id, "machine", "/folder", 1, isWorking, completeUntil, [new ArtifactRef(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id))))]),
        Now,
        IsAlive: false);
}
