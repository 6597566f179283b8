using Microsoft.Extensions.Time.Testing;
using Tapir.Artifacts;
using Tapir.Host.Backups;
using Tapir.Host.State;
using Tapir.Host.Tests.Runs;

namespace Tapir.Host.Tests.Backups;

[TestClass]
public sealed class StateBackupTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>In the middle of it: some of the runs have been copied by then, the others have not.</summary>
    [TestMethod]
    public async Task TakeAsync_RunsAreRemovedMeanwhile_TakesWhatIsThere()
    {
        StateFolder state = StateFolder.Open(folder.File("state"));
        for (int run = 1; run <= 9; run++)
        {
            Directory.CreateDirectory(folder.File($"state/runs/mine-{run}"));
            folder.Write($"state/runs/mine-{run}/run.json", $"{{ \"run\": {run} }}");
        }

        int puts = 0;
        ArtifactsWithABeforePut artifacts = new(new FolderArtifactStore(folder.File("backup/artifacts")), () =>
        {
            if (++puts == 5)
            {
                for (int run = 1; run <= 8; run++)
                {
                    Directory.Delete(folder.File($"state/runs/mine-{run}"), recursive: true);
                }
            }
        });
        BackupPlace place = new("a folder", artifacts, new FolderDocuments(folder.File("backup")));

        (BackupManifest manifest, _) = await new StateBackup(
            state, state.Hub("hub"), new FolderArtifactStore(state.Artifacts), place, new FakeTimeProvider(DateTimeOffset.UtcNow), progress: null).TakeAsync(CancellationToken.None);

        CollectionAssert.Contains(manifest.Runs.ToArray(), "mine-9");
        Assert.IsTrue(manifest.Runs.Count is > 1 and < 9, string.Join(", ", manifest.Runs));
    }
}
