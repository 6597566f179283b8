using Tapir.DurableTask.Sidecar;
using Tapir.Host.Dashboard.Workers;

namespace Tapir.Host.Tests.Dashboard;

[TestClass]
public sealed class WorkTests
{
    [TestMethod]
    public void Lines_InHandWaitingAndParked_AreAddedUpByName()
    {
        HubWork work = new(
            [
                new ConnectedWorker("one", [], ["a.do"], [new WorkInHand("x", "a.do", 1), new WorkInHand("x", "a.do", 2)]),
                new ConnectedWorker("two", [], ["a.do"], [new WorkInHand("y", "a.do", 3)]),
            ],
            [new WaitingWork("a.do", IsActivity: true, 5, IsOffered: true), new WaitingWork("b.do", IsActivity: true, 1, IsOffered: false)]);

        IReadOnlyList<WorkLine> lines = WorkLine.Of(work, [new ParkedItem("a1", "x", "c.do", 4, "died")]);

        Assert.AreSequenceEqual(
            [new WorkLine("a.do", 3, 5, 0, IsOffered: true), new WorkLine("b.do", 0, 1, 0, IsOffered: false), new WorkLine("c.do", 0, 0, 1, IsOffered: true)],
            lines.ToArray());
    }

    [TestMethod]
    [DataRow("tiny-1", "tiny-1", "runs/tiny-1", "run", "tiny-1")]
    [DataRow("tiny-1:round-2", "tiny-1", "runs/tiny-1", "round-2", "tiny-1")]
    [DataRow("notify:tiny-1:done-1:20261123T120000000", "tiny-1", "runs/tiny-1", "notice", "tiny-1")]
    [DataRow("schedule:nightly", "nightly", "schedules", "", "")]
    public void Owner_OfAnInstance_IsWhatPeopleKnow(string instance, string name, string address, string part, string run) =>
        Assert.AreEqual(new WorkOwner(name, address, part, run), WorkOwner.Of(instance));
}
