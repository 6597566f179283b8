namespace Tapir.Artifacts.Tests;

[TestClass]
public sealed class SweepingTests : IDisposable
{
    private static readonly DateTimeOffset Later = DateTimeOffset.UtcNow.AddDays(1);

    private readonly TemporaryFolder folder = new();
    private readonly FolderArtifactStore store;

    public SweepingTests() => store = new FolderArtifactStore(folder.Path);

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task PlanSweepAsync_Plan_RemovesNothingAndSaysTheBytes()
    {
        ArtifactRef kept = await store.PutBytesAsync(new byte[100]);
        ArtifactRef garbage = await store.PutBytesAsync(new byte[30]);

        SweepPlan plan = await store.PlanSweepAsync(new HashSet<ArtifactRef> { kept }, Later);

        Assert.AreEqual(garbage, plan.Remove.Single().Artifact);
        Assert.AreEqual(30, plan.RemoveBytes);
        Assert.AreEqual(1, plan.KeptCount);
        Assert.AreEqual(100, plan.KeptBytes);
        Assert.IsTrue(await store.ExistsAsync(garbage));
    }

    [TestMethod]
    public async Task SweepAsync_Plan_RemovesThatAndNothingElse()
    {
        ArtifactRef kept = await store.PutBytesAsync(new byte[100]);
        ArtifactRef garbage = await store.PutBytesAsync(new byte[30]);

        SweepReport report = await store.SweepAsync(await store.PlanSweepAsync(new HashSet<ArtifactRef> { kept }, Later));

        Assert.AreEqual(new SweepReport(1, 30), report);
        Assert.IsTrue(await store.ExistsAsync(kept));
        Assert.IsFalse(await store.ExistsAsync(garbage));
    }

    [TestMethod]
    public async Task PlanSweepAsync_PutAgainMeanwhile_Stays()
    {
        ArtifactRef artifact = await store.PutBytesAsync(new byte[30]);
        File.SetLastWriteTimeUtc(store.PathOf(artifact), DateTime.UtcNow.AddDays(-2));
        DateTimeOffset start = DateTimeOffset.UtcNow.AddDays(-1);
        Assert.HasCount(1, (await store.PlanSweepAsync(new HashSet<ArtifactRef>(), start)).Remove);

        await store.PutBytesAsync(new byte[30]);

        Assert.IsEmpty((await store.PlanSweepAsync(new HashSet<ArtifactRef>(), start)).Remove);
    }
}
