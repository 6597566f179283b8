using Tapir.Artifacts;
using Tapir.Host.Settings;
using Tapir.Host.Specs;

namespace Tapir.Host.Tests.Settings;

[TestClass]
public sealed class ArtifactSettingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Load_NoFile_KeepsArtifactsInTheFolder()
    {
        ArtifactSettings settings = HostSettingsFile.Load(folder.File("none.json")).Tapir.Artifacts;

        Assert.AreEqual(ArtifactStoreKind.Folder, settings.Store);
        Assert.IsNull(settings.Blobs());
    }

    [TestMethod]
    public void Load_BlobByVariable_NamesContainerAndVariable()
    {
        ArtifactSettings settings = Load("""{ "tapir": { "artifacts": { "store": "blob", "container": "runs-1", "connectionVariable": "MY_STORE" } } }""");

        Assert.AreEqual(ArtifactStoreKind.Blob, settings.Store);
        Assert.AreEqual(BlobLocation.ByVariable("runs-1", "MY_STORE"), settings.Blobs());
    }

    [TestMethod]
    public void Load_BlobByAccount_NamesTheAccount()
    {
        ArtifactSettings settings = Load("""{ "tapir": { "artifacts": { "store": "blob", "accountUrl": "https://mine.blob.core.windows.net" } } }""");

        Assert.AreEqual(BlobLocation.ByAccount("tapir", new Uri("https://mine.blob.core.windows.net")), settings.Blobs());
    }

    [TestMethod]
    [DataRow("\"store\": \"blob\"", 3, 14, "'tapir.artifacts.store' is blob: add connectionVariable")]
    [DataRow("\"accountUrl\": \"https://mine.blob.core.windows.net\", \"connectionVariable\": \"A\"", 3, 19, "both connectionVariable and accountUrl")]
    [DataRow("\"store\": \"cupboard\"", 3, 14, "must be one of folder, blob; it is 'cupboard'")]
    [DataRow("\"container\": \"My_Runs\"", 3, 18, "use 3 to 63 lower-case letters")]
    [DataRow("\"connectionVariable\": \"DefaultEndpointsProtocol=https;AccountName=x\"", 3, 27, "name an environment variable")]
    [DataRow("\"accountUrl\": \"http://mine.blob.core.windows.net\"", 3, 19, "write it as https://ACCOUNT.blob.core.windows.net")]
    [DataRow("\"accountUrl\": \"https://mine.blob.core.windows.net/c?sig=x\"", 3, 19, "without a container or a signature")]
    [DataRow("\"kontainer\": \"runs\"", 3, 5, "did you mean 'container'?")]
    public void Load_Wrong_IsToldWithItsPlace(string key, int line, int column, string message)
    {
        SpecException error = Assert.ThrowsExactly<SpecException>(() => Load($$"""
            { "tapir": {
              "artifacts": {
                {{key}}
              } } }
            """));

        Assert.HasCount(1, error.Errors);
        StringAssert.Contains(error.Errors[0].Message, message);
        Assert.AreEqual((line, column), (error.Errors[0].Line, error.Errors[0].Column));
    }

    [TestMethod]
    [DataRow("\"cron\": \"every night\", \"to\": \"/b\"", 3, 13, "'tapir.backup.cron': ")]
    [DataRow("\"cron\": \"0 3 31 2 *\", \"to\": \"/b\"", 3, 13, "never comes")]
    [DataRow("\"cron\": \"0 3 * * *\", \"to\": \"/b\", \"timeZone\": \"Europe/Nowhere\"", 3, 50, "'tapir.backup.timeZone': ")]
    [DataRow("\"cron\": \"0 3 * * *\"", 2, 13, "has a cron and no place")]
    [DataRow("\"keep\": 0", 3, 13, "must be between 1 and")]
    public void Load_WrongBackup_IsToldWithItsPlace(string key, int line, int column, string message)
    {
        SpecException error = Assert.ThrowsExactly<SpecException>(() => Load($$"""
            { "tapir": {
              "backup": {
                {{key}}
              } } }
            """));

        Assert.HasCount(1, error.Errors);
        StringAssert.Contains(error.Errors[0].Message, message);
        Assert.AreEqual((line, column), (error.Errors[0].Line, error.Errors[0].Column));
    }

    private ArtifactSettings Load(string json) => HostSettingsFile.Load(folder.Write("host.json", json)).Tapir.Artifacts;
}
