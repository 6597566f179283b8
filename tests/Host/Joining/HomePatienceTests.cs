using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.Artifacts;
using Tapir.Host.Joining;

namespace Tapir.Host.Tests.Joining;

[TestClass]
public sealed class HomePatienceTests
{
    private readonly SlowPauses clock = new(10_000);

    [TestMethod]
    public async Task RunAsync_ACallThatWentWellForLongIsCut_IsMadeAgain()
    {
        int calls = 0;

        string answer = await Patience().RunAsync("call", () => ++calls == 1 ? CutAfter(TimeSpan.FromMinutes(20)) : Task.FromResult("answer"), CancellationToken.None);

        Assert.AreEqual("answer", answer);
        Assert.AreEqual(2, calls);
    }

    [TestMethod]
    public async Task RunAsync_NoAnswerAtAll_GivesUpAfterAQuarterOfAnHour()
    {
        ArtifactStoreException away = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(
            () => Patience().RunAsync("call", () => CutAfter(TimeSpan.Zero), CancellationToken.None));

        StringAssert.Contains(away.Message, "has not answered for 15 minutes");
        Assert.IsInRange(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(16), clock.Passed);
    }

    [TestMethod]
    public async Task RunAsync_ArrivesDamagedAgainAndAgain_IsAFaultOfTheStore()
    {
        int calls = 0;

        ArtifactStoreException damaged = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => Patience().RunAsync("call", () => Damaged(++calls), CancellationToken.None));

        StringAssert.Contains(damaged.Message, "other bytes");
        Assert.AreEqual(3, calls);
    }

    private static Task<string> Damaged(int call) => Task.FromException<string>(new RpcException(new Status(StatusCode.DataLoss, $"other bytes, time {call}")));

    private HomePatience Patience() => new(clock, NullLogger<HomePatience>.Instance);

    private Task<string> CutAfter(TimeSpan time)
    {
        clock.Advance(time);
        return Task.FromException<string>(new RpcException(new Status(StatusCode.Unavailable, "cut")));
    }
}
