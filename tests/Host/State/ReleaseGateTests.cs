using Tapir.Host.State;

namespace Tapir.Host.Tests.State;

[TestClass]
public sealed class ReleaseGateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private StateFolder State => StateFolder.Open(folder.File("state"));

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task TryRelease_BackupsAreBeingTaken_IsRefusedUntilTheLastIsDone()
    {
        IDisposable first = await ReleaseGate.BackUpAsync(State, TimeProvider.System, CancellationToken.None);
        IDisposable second = await ReleaseGate.BackUpAsync(State, TimeProvider.System, CancellationToken.None);

        Assert.IsNull(ReleaseGate.TryRelease(State));
        first.Dispose();
        Assert.IsNull(ReleaseGate.TryRelease(State));
        second.Dispose();
        using IDisposable? release = ReleaseGate.TryRelease(State);
        Assert.IsNotNull(release);
    }

    [TestMethod]
    public async Task BackUpAsync_AReleaseIsUnderWay_WaitsForIt()
    {
        IDisposable release = ReleaseGate.TryRelease(State)!;
        Task<IDisposable> backup = ReleaseGate.BackUpAsync(State, TimeProvider.System, CancellationToken.None);
        Assert.IsFalse(backup.IsCompleted);

        release.Dispose();

        (await backup).Dispose();
    }
}
