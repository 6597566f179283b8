using Tapir.Activities.Scheduling.Watching;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Activities.Tests.Scheduling.Watching;

/// <summary>Real folders, with what may lie in them.</summary>
[TestClass]
public sealed class FolderPlaceTests : IDisposable
{
    private const string Rows = "{\"instruction\": \"Say a.\", \"response\": \"a\"}\n{\"instruction\": \"Say b.\", \"response\": \"b\"}\n";

    private readonly DirectoryInfo outside = Directory.CreateTempSubdirectory("tapir-place-");
    private readonly DirectoryInfo root;
    private readonly FolderPlace place;

    public FolderPlaceTests()
    {
        root = outside.CreateSubdirectory("in");
        place = new FolderPlace(root.FullName);
    }

    public void Dispose() => outside.Delete(recursive: true);

    [TestMethod]
    public async Task ListAsync_FilesAndFolders_AreNamedFromTheRoot()
    {
        root.CreateSubdirectory("deep/er");
        File.WriteAllText(Path.Combine(root.FullName, "a.jsonl"), "12345");
        File.WriteAllText(Path.Combine(root.FullName, "deep/er/b.jsonl"), "1");

        IReadOnlyList<DataFile> files = await place.ListAsync(CancellationToken.None);

        Assert.AreSequenceEqual(["a.jsonl 5", "deep/er/b.jsonl 1"], files.Select(file => $"{file.Name} {file.Size}").Order(StringComparer.Ordinal).ToArray());
    }

    [TestMethod]
    public async Task ListAsync_FolderIsMissing_SaysSo()
    {
        root.Delete();

        PlaceException error = await Assert.ThrowsExactlyAsync<PlaceException>(() => place.ListAsync(CancellationToken.None));

        Assert.AreEqual($"There is no folder '{root.FullName}' to watch; make it, or change the schedule.", error.Message);
    }

    [TestMethod]
    public async Task LookAsync_LinksThatClimbOut_AreNotFollowedAndTold()
    {
        File.WriteAllText(Path.Combine(outside.FullName, "secret.jsonl"), Rows);
        File.CreateSymbolicLink(Path.Combine(root.FullName, "secret.jsonl"), "../secret.jsonl");
        Directory.CreateSymbolicLink(Path.Combine(root.FullName, "up"), "..");
        using Watcher watcher = new(place);

        Assert.IsEmpty(await watcher.LookOnAsync());

        StringAssert.Contains(watcher.Told.Single(), $"'{root.FullName}/secret.jsonl' is a symbolic link, which is not followed");
    }

    /// <summary>The folder is made a link after it was listed.</summary>
    [TestMethod]
    public async Task OpenAsync_FolderOnTheWayHasBecomeALink_IsRefused()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("Only Linux says where an open file really is.");
        }

        DirectoryInfo inner = root.CreateSubdirectory("inner");
        File.WriteAllText(Path.Combine(inner.FullName, "a.jsonl"), Rows);
        DataFile listed = (await place.ListAsync(CancellationToken.None)).Single();
        inner.Delete(recursive: true);
        outside.CreateSubdirectory("secrets");
        File.WriteAllText(Path.Combine(outside.FullName, "secrets", "a.jsonl"), Rows);
        Directory.CreateSymbolicLink(inner.FullName, "../secrets");

        IOException error = await Assert.ThrowsExactlyAsync<IOException>(() => place.OpenAsync(listed, CancellationToken.None));

        StringAssert.Contains(error.Message, $"leads to '{outside.FullName}/secrets/a.jsonl'");
    }

    [TestMethod]
    public async Task LookAsync_PartThatIsRenamedWhenItIsWhole_IsTakenUnderItsName()
    {
        string part = Path.Combine(root.FullName, "a.jsonl.part");
        using Watcher watcher = new(place);
        File.WriteAllText(part, Rows);
        Assert.IsEmpty(await watcher.LookOnAsync());

        File.Move(part, Path.Combine(root.FullName, "a.jsonl"));
        SeedSet set = (await watcher.LookOnAsync()).Single();

        Assert.AreEqual(Path.Combine(root.FullName, "a.jsonl"), set.Name);
        Assert.AreEqual(Rows, await watcher.TextOfAsync(set));
    }
}
