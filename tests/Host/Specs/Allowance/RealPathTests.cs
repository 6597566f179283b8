using Tapir.Host.Specs.Allowance;

namespace Tapir.Host.Tests.Specs.Allowance;

[TestClass]
public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [TestMethod]
    public void Of_LinksOnTheWay_AreFollowed()
    {
        Directory.CreateDirectory(folder.File("real/inner"));
        Directory.CreateSymbolicLink(folder.File("link"), "real");
        File.CreateSymbolicLink(folder.File("real/inner/file"), "../../target");

        Assert.AreEqual(RealPath.Of(folder.File("target")), RealPath.Of(folder.File("link/inner/file")));
    }

    [TestMethod]
    public void Of_AbsoluteLink_LeadsToItsTarget()
    {
        Directory.CreateSymbolicLink(folder.File("etc"), "/etc");

        Assert.AreEqual(RealPath.Of("/etc/none"), RealPath.Of(folder.File("etc/none")));
    }

    [TestMethod]
    public void Of_ACircle_LeadsNowhere()
    {
        File.CreateSymbolicLink(folder.File("a"), "b");
        File.CreateSymbolicLink(folder.File("b"), "a");

        Assert.IsNull(RealPath.Of(folder.File("a")));
    }

    [TestMethod]
    [DataRow("/data", "/data", true)]
    [DataRow("/data/seeds/a.jsonl", "/data", true)]
    [DataRow("/database/a.jsonl", "/data", false)]
    [DataRow("/", "/data", false)]
    [DataRow("/anything", "/", true)]
    public void IsWithin_Folder_IsByWholeNames(string path, string root, bool expected) => Assert.AreEqual(expected, RealPath.IsWithin(path, root));

    public void Dispose() => folder.Dispose();
}
