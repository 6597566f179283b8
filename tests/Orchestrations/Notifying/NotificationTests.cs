using Tapir.DurableTask.Protobuf;
using Tapir.Orchestrations.Notifying;

namespace Tapir.Orchestrations.Tests.Notifying;

[TestClass]
public sealed class NotificationTests
{
    private const string Id = "notify:run-1:failed-2:19700101T000000000";

    private static readonly RunNotice Notice = new(NoticeEvent.Failed, "run-1", DateTimeOffset.UnixEpoch, "The disk broke.", "failed");

    [TestMethod]
    public void RunAsync_TwoTargets_DeliversToEachUnderOneId()
    {
        ReplayedInstance notification = Found("a", "b");

        Assert.AreSequenceEqual(["a", "b"], notification.Open.Select(call => call.InputAs<DeliverNotice>().Target).ToArray());
        Assert.IsTrue(notification.Open.All(call => call.InputAs<DeliverNotice>() is { Id: Id, Notice: var notice } && notice == Notice));
    }

    [TestMethod]
    public void RunAsync_NobodyWantsIt_Ends()
    {
        ReplayedInstance notification = Found();

        Assert.IsEmpty(notification.OutputAs<NotificationOutcome>().Deliveries);
    }

    [TestMethod]
    public void RunAsync_DeliveryFails_IsTriedAgainAfterWaitsThatDouble()
    {
        ReplayedInstance notification = Found("a");

        double[] waits = [.. Enumerable.Range(0, 14).Select(_ => FailAndWait(notification).TotalSeconds)];

        Assert.AreSequenceEqual([1.0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600], waits);
        Assert.AreSequenceEqual([Id], notification.Calls.Skip(1).Select(call => call.InputAs<DeliverNotice>().Id).Distinct().ToArray());
        notification.Complete(notification.Open[0], new NoticeDelivered("a", 200));
        Assert.AreEqual(new NoticeDelivered("a", 200), notification.OutputAs<NotificationOutcome>().Deliveries.Single());
    }

    [TestMethod]
    public void RunAsync_OneTargetIsDown_TheOtherIsToldAllTheSame()
    {
        ReplayedInstance notification = Found("a", "b");
        FailAndWait(notification);

        ScheduledCall other = notification.Open.Single(call => call.InputAs<DeliverNotice>().Target == "b");
        notification.Complete(other, new NoticeDelivered("b", 204));

        Assert.IsNull(notification.End);
        Assert.AreEqual("a", notification.Open.Single().InputAs<DeliverNotice>().Target);
    }

    [TestMethod]
    public void RunAsync_FailsForADay_IsGivenUpWithTheReason()
    {
        ReplayedInstance notification = Found("a");
        TimeSpan passed = TimeSpan.Zero;
        while (notification.End is null)
        {
            passed += FailAndWait(notification);
        }

        Assert.AreEqual(OrchestrationStatus.Completed, notification.End.OrchestrationStatus);
        NoticeGivenUp givenUp = Assert.IsInstanceOfType<NoticeGivenUp>(notification.OutputAs<NotificationOutcome>().Deliveries.Single());
        Assert.AreEqual("The receiver answered 500.", givenUp.Reason);
        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromDays(1), passed);
        Assert.IsLessThan(TimeSpan.FromDays(1.1), passed);
    }

    [TestMethod]
    public void RunAsync_AddressWasMendedMeanwhile_GoesToTheOneInItsPlaceOnce()
    {
        ReplayedInstance notification = Found("wrong", "b", "wrong-too");
        FailAndWait(notification);

        notification.Complete(Call(notification, "wrong"), new NoticeAddressGone("wrong"));
        notification.Complete(Call(notification, "wrong-too"), new NoticeAddressGone("wrong-too"));
        foreach (ScheduledCall find in notification.Open.Where(call => call.Name == "notifying.find-targets").ToArray())
        {
            notification.Complete(find, new NoticeTargets(["mended", "b"]));
        }

        Assert.AreSequenceEqual(["b", "mended"], notification.Open.Select(call => call.InputAs<DeliverNotice>().Target).Order(StringComparer.Ordinal).ToArray());
        Assert.AreEqual(Id, Call(notification, "mended").InputAs<DeliverNotice>().Id);
        notification.Complete(Call(notification, "mended"), new NoticeDelivered("mended", 200));
        notification.Complete(Call(notification, "b"), new NoticeDelivered("b", 200));
        Assert.AreSequenceEqual(
            ["mended delivered", "b delivered", "wrong-too given up"],
            notification.OutputAs<NotificationOutcome>().Deliveries.Select(made => $"{made.Target} {(made is NoticeDelivered ? "delivered" : "given up")}").ToArray());
    }

    [TestMethod]
    public void RunAsync_AddressWasTakenAway_IsGivenUpWithTheReason()
    {
        ReplayedInstance notification = Found("a");

        notification.Complete(notification.Open[0], new NoticeAddressGone("a"));
        notification.Complete(notification.Open[0], new NoticeTargets([]));

        Assert.AreEqual(
            new NoticeGivenUp("a", "the address is no longer among the webhooks of host.json"), notification.OutputAs<NotificationOutcome>().Deliveries.Single());
    }

    [TestMethod]
    public void RunAsync_ListOfTargetsCannotBeRead_IsReadAgain()
    {
        ReplayedInstance notification = Start();
        notification.Fail(notification.Open[0], new InvalidOperationException("host.json is torn"));

        notification.PassTo(notification.Timers[0]);

        Assert.AreEqual("notifying.find-targets", notification.Open.Single().Name);
    }

    private static ScheduledCall Call(ReplayedInstance notification, string target) =>
        notification.Open.Single(call => call.Name == "notifying.deliver" && call.InputAs<DeliverNotice>().Target == target);

    private static ReplayedInstance Found(params string[] targets)
    {
        ReplayedInstance notification = Start();
        Assert.AreEqual(NoticeEvent.Failed, notification.Open.Single().InputAs<FindTargets>().Event);
        notification.Complete(notification.Open[0], new NoticeTargets(targets));
        return notification;
    }

    private static ReplayedInstance Start() => new(new Notification(), Notice, Id);

    /// <returns>How long it waits before the next try; nothing where there is none.</returns>
    private static TimeSpan FailAndWait(ReplayedInstance notification)
    {
        DateTimeOffset before = notification.Now;
        notification.Fail(notification.Open[0], new InvalidOperationException("The receiver answered 500."));
        if (notification.Timers.Count > 0)
        {
            notification.PassTo(notification.Timers[0]);
        }

        return notification.Now - before;
    }
}
