using Microsoft.Extensions.Time.Testing;
using Tapir.Functions;
using Tapir.Host.Live;

namespace Tapir.Host.Tests.Live;

[TestClass]
public sealed class StoredCallsTests
{
    private static readonly DateTimeOffset Taken = DateTimeOffset.UnixEpoch.AddHours(1);

    [TestMethod]
    public void Snapshot_CallsWithoutAnEnd_RunOnlyInThePresentProcess()
    {
        LoggedCall[] log = [Open("cut off", -60), Open("made again", 1), Open("made again", 2), Open("runs", 3)];

        CallLine line = StoredCalls.Snapshot(log, "run-1", Taken, new FakeTimeProvider(Taken.AddMinutes(1))).Single();

        Assert.AreEqual(2, line.Running);
    }

    [TestMethod]
    public void Snapshot_NobodyWorksOnIt_NothingRuns() =>
        Assert.IsEmpty(StoredCalls.Snapshot([Open("cut off", 1)], "run-1", workedOnSince: null, new FakeTimeProvider(Taken.AddMinutes(1))));

    private static LoggedCall Open(string key, int seconds) =>
        new(new Call(Guid.NewGuid(), "run-1", "run-1", "training.run-slice", 1, key, Taken.AddSeconds(seconds)), End: null);
}
