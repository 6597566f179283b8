using Tapir.Tests.Telemetry;

namespace Tapir.Artifacts.Tests;

[TestClass]
public sealed class ArtifactMetricsTests
{
    [TestMethod]
    public async Task PutAndOpen_Artifact_CountOperationsAndBytes()
    {
        using RecordedTelemetry telemetry = new();
        using TemporaryFolder folder = new();
        FolderArtifactStore store = new(folder.Path);

        ArtifactRef artifact = await store.PutBytesAsync(new byte[1_000]);
        await (await store.OpenAsync(artifact)).DisposeAsync();

        Assert.AreSequenceEqual(["write", "read"], telemetry.Measurements("tapir.artifact.operations").Select(measured => (string)measured.Tags["tapir.artifact.operation"]!));
        Assert.AreSequenceEqual([1_000d, 1_000d], telemetry.Measurements("tapir.artifact.io").Select(measured => measured.Value));
        Assert.IsTrue(telemetry.Measurements("tapir.artifact.io").All(measured => measured is { Unit: "By" } && (string)measured.Tags["tapir.artifact.store"]! == "folder"));
    }
}
