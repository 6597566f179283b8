using Tapir.Host.State;

namespace Tapir.Host.Tests.State;

[TestClass]
public sealed class ArtifactsHoldTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void TryTakeAlone_OthersShare_WaitsForTheLastOfThem()
    {
        StateFolder state = StateFolder.Open(folder.File("state"));
        using ArtifactsHold? first = ArtifactsHold.TryShare(state);
        using ArtifactsHold? second = ArtifactsHold.TryShare(state);
        Assert.IsNotNull(first);
        Assert.IsNotNull(second);
        first.Dispose();

        Assert.IsNull(ArtifactsHold.TryTakeAlone(state));
        second.Dispose();

        using ArtifactsHold? alone = ArtifactsHold.TryTakeAlone(state);
        Assert.IsNotNull(alone);
    }

    [TestMethod]
    public void TryShare_OneHasThemAlone_Waits()
    {
        StateFolder state = StateFolder.Open(folder.File("state"));
        using (ArtifactsHold? alone = ArtifactsHold.TryTakeAlone(state))
        {
            Assert.IsNotNull(alone);
            Assert.IsNull(ArtifactsHold.TryShare(state));
        }

        using ArtifactsHold? shared = ArtifactsHold.TryShare(state);
        Assert.IsNotNull(shared);
    }
}
