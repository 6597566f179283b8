using Microsoft.Extensions.Time.Testing;
using Tapir.Artifacts;
using Tapir.Host.Backups;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Backups;

[TestClass]
public sealed class BackupShelfTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow.AddDays(2));
    private readonly BackupPlace place;
    private readonly BackupShelf shelf;

    public BackupShelfTests()
    {
        place = new BackupPlace(folder.Root, new FolderArtifactStore(folder.File("artifacts")), new FolderDocuments(folder.Root));
        shelf = new BackupShelf(place, clock);
    }

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task AddAsync_TwoAtOneTime_AreBothListedInOrder()
    {
        BackupManifest first = await AddAsync("a", Noon, 1);
        BackupManifest second = await AddAsync("b", Noon, 2);

        Assert.AreEqual("20261123T120000000Z", first.Id);
        Assert.AreEqual("20261123T120000001Z", second.Id);
        Assert.AreSequenceEqual([first.Id, second.Id], (await shelf.ListAsync(CancellationToken.None)).Select(backup => backup.Id).ToArray());
    }

    [TestMethod]
    public async Task ListAsync_OneThatWasNotFinished_IsNotListed()
    {
        await place.Artifacts.PutBytesAsync(new byte[10]);
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(folder.File("backups")).FullName, "20261123T120000000Z.json.x.tmp"), "{");

        Assert.IsEmpty(await shelf.ListAsync(CancellationToken.None));
        await Assert.ThrowsExactlyAsync<StateException>(() => shelf.FindAsync(id: null, CancellationToken.None));
    }

    [TestMethod]
    public async Task ListAsync_OfANewerTapir_IsRefused()
    {
        await place.Documents.TryCreateAsync("backups/x.json", """{ "schema": 99, "id": "x", "takenAt": "2026-11-23T12:00:00Z", "state": "s", "machine": "m", "folder": "f", "runs": [], "artifactCount": 0, "contents": "artifact:sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }"""u8.ToArray());

        StateException error = await Assert.ThrowsExactlyAsync<StateException>(() => shelf.ListAsync(CancellationToken.None));

        StringAssert.Contains(error.Message, "newer Tapir");
    }

    [TestMethod]
    public async Task FindAsync_NewestOfSeveralStateFolders_AsksForWhich()
    {
        BackupManifest mine = await AddAsync("a", Noon, 1);
        BackupManifest other = await AddAsync("b", Noon.AddHours(1), 2);

        StateException error = await Assert.ThrowsExactlyAsync<StateException>(() => shelf.FindAsync(id: null, CancellationToken.None));

        StringAssert.Contains(error.Message, mine.Id);
        StringAssert.Contains(error.Message, other.Id);
        Assert.AreEqual(mine, await shelf.FindAsync(mine.Id, CancellationToken.None) with { Runs = mine.Runs });
    }

    [TestMethod]
    public async Task PruneAsync_MoreThanKept_RemovesTheOldestOfThisStateAndWhatOnlyTheyNeed()
    {
        BackupManifest oldest = await AddAsync("a", Noon, 1, 2);
        BackupManifest newer = await AddAsync("a", Noon.AddHours(1), 2, 3);
        BackupManifest other = await AddAsync("b", Noon.AddHours(-1), 4);

        IReadOnlyList<string> pruned = await shelf.PruneAsync("a", keep: 1, CancellationToken.None);

        Assert.AreSequenceEqual([oldest.Id], pruned.ToArray());
        Assert.AreSequenceEqual([other.Id, newer.Id], (await shelf.ListAsync(CancellationToken.None)).Select(backup => backup.Id).ToArray());
        Assert.IsFalse(await IsThereAsync(1), "Only the pruned backup needed it.");
        Assert.IsTrue(await IsThereAsync(2) && await IsThereAsync(3) && await IsThereAsync(4));
        Assert.IsFalse(await place.Artifacts.ExistsAsync(oldest.Contents));
        Assert.IsEmpty(Directory.GetFiles(folder.File("pruned")));
    }

    [TestMethod]
    public async Task PruneAsync_WrittenOrClaimedOfLate_StaysUntilALaterPrune()
    {
        await AddAsync("a", Noon, 1);
        await AddAsync("a", Noon.AddHours(1), 2);
        clock.SetUtcNow(DateTimeOffset.UtcNow.AddDays(3));
        File.SetLastWriteTimeUtc(Directory.GetFiles(folder.File("artifacts"), "*", SearchOption.AllDirectories).Single(file => new FileInfo(file).Length == 1), clock.GetUtcNow().UtcDateTime);

        await shelf.PruneAsync("a", keep: 1, CancellationToken.None);

        Assert.IsTrue(await IsThereAsync(1), "A backup that is being taken may have found it.");
        clock.Advance(TimeSpan.FromDays(2));
        await shelf.PruneAsync("a", keep: 1, CancellationToken.None);
        Assert.IsFalse(await IsThereAsync(1));
    }

    private async Task<BackupManifest> AddAsync(string state, DateTimeOffset time, params int[] sizes)
    {
        ArtifactRef[] artifacts = await Task.WhenAll(sizes.Select(size => place.Artifacts.PutBytesAsync(new byte[size])));
        ArtifactRef contents = await place.Artifacts.PutJsonAsync(new BackupContents(null, [], [], artifacts));
        return await shelf.AddAsync(new BackupManifest(BackupManifest.Version, "", time, state, "machine", "/folder", [], artifacts.Length, contents), CancellationToken.None);
    }

    private async Task<bool> IsThereAsync(int size)
    {
        using TemporaryFolder other = new();
        return await place.Artifacts.ExistsAsync(await new FolderArtifactStore(other.Root).PutBytesAsync(new byte[size]));
    }
}
