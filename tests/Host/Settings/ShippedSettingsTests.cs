using Tapir.Host.Settings;

namespace Tapir.Host.Tests.Settings;

/// <summary>The <c>host.json</c> files that come with Tapir.</summary>
[TestClass]
public sealed class ShippedSettingsTests
{
    [TestMethod]
    [DataRow("host.json")]
    [DataRow("infra/host.json")]
    [DataRow("infra/kubernetes/base/host.json")]
    public void Load_EachFile_IsWithoutFault(string file)
    {
        string path = Path.Combine(Root(), file);

        Assert.IsTrue(File.Exists(path));
        Assert.AreEqual("2.0", HostSettingsFile.Load(path).Version);
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tapir.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }
}
