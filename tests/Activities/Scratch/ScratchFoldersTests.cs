using Tapir.Activities.Scratch;

namespace Tapir.Activities.Tests.Scratch;

[TestClass]
public sealed class ScratchFoldersTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("tapir-scratch-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [TestMethod]
    public void Create_Disposed_LeavesNothing()
    {
        using (ScratchFolder folder = new ScratchFolders(root).Create())
        {
            File.WriteAllText(Path.Combine(folder.Path, "seed"), "rows");
        }

        Assert.IsEmpty(Directory.GetFileSystemEntries(root));
    }

    [TestMethod]
    public void SweepAbandoned_OfAProcessThatIsGone_IsRemovedAndOneInUseStays()
    {
        string left = Directory.CreateDirectory(Path.Combine(root, "left")).FullName;
        File.WriteAllText(Path.Combine(left, "seed"), "rows");
        File.WriteAllText($"{left}.lock", "");
        using ScratchFolder used = new ScratchFolders(root).Create();

        new ScratchFolders(root).SweepAbandoned();

        Assert.AreSequenceEqual([used.Path], Directory.GetDirectories(root));
        Assert.IsFalse(File.Exists($"{left}.lock"));
    }

    [TestMethod]
    public void SweepAbandoned_NoFolder_IsNothing() => new ScratchFolders(Path.Combine(root, "none")).SweepAbandoned();
}
