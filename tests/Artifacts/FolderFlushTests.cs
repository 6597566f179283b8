namespace Tapir.Artifacts.Tests;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class FolderFlushTests
{
    [TestMethod]
    public void ToDisk_NoSuchFolder_IsNotPassedOver()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"tapir-none-{Guid.NewGuid():n}");

        StringAssert.Contains(Assert.ThrowsExactly<IOException>(() => FolderFlush.ToDisk(folder)).Message, folder);
    }

    [TestMethod]
    [DataRow(5, DisplayName = "EIO")]
    [DataRow(28, DisplayName = "ENOSPC")]
    [DataRow(122, DisplayName = "EDQUOT")]
    public void MeansUnknown_DiskRefused_IsNotTaken(int error) => Assert.IsFalse(FolderFlush.MeansUnknown(error));
}
