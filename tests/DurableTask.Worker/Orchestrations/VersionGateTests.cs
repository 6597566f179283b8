using Tapir.DurableTask.Worker.Orchestrations;
using static Tapir.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Tapir.DurableTask.Worker.Tests.Orchestrations;

[TestClass]
public sealed class VersionGateTests
{
    [TestMethod]
    [DataRow(VersionMatchStrategy.None, "9", true)]
    [DataRow(VersionMatchStrategy.Strict, "1.10", true)]
    [DataRow(VersionMatchStrategy.Strict, "1.9", false)]
    [DataRow(VersionMatchStrategy.CurrentOrOlder, "1.9", true)]
    [DataRow(VersionMatchStrategy.CurrentOrOlder, "", true)]
    [DataRow(VersionMatchStrategy.CurrentOrOlder, "1.11", false)]
    public void Refuse_Version_FollowsTheStrategy(VersionMatchStrategy strategy, string version, bool taken) =>
        Assert.AreEqual(taken, VersionGate.Refuse(new() { Version = "1.10", MatchStrategy = strategy }, "o", version) is null);
}
