using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tapir.Activities.Notifying;
using Tapir.Orchestrations.Notifying;

namespace Tapir.Activities.Tests.Notifying;

[TestClass]
public sealed class NotifyingActivitiesTests
{
    private const string Secret = "s3cret-of-the-hook";

    private static readonly DeliverNotice Notice = new(
        "notify:run-1:failed-2:0", "", new RunNotice(NoticeEvent.Failed, "run-1", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "Größe \"5\" <b>", "failed"));

    [TestMethod]
    public async Task Deliver_ReceiverTakesIt_PostsTheSignedNotice()
    {
        using Receiver receiver = new(204);
        await using ActivityHouse house = HouseWith(receiver);

        NoticeDelivery outcome = await DeliverAsync(house, receiver);

        Assert.AreEqual(204, Assert.IsInstanceOfType<NoticeDelivered>(outcome).Status);
        Receiver.Received got = receiver.Got.Single();
        Assert.AreEqual(("POST", "/hooks/very-secret-path", Notice.Id), (got.Method, got.Path, got.Delivery));
        StringAssert.StartsWith(got.ContentType, "application/json");
        JsonElement body = JsonSerializer.Deserialize<JsonElement>(got.Body);
        Assert.AreSequenceEqual(["id", "event", "run", "at", "message", "status"], body.EnumerateObject().Select(member => member.Name).ToArray());
        Assert.AreEqual((Notice.Id, "failed", "run-1", "Größe \"5\" <b>", "failed"), (Text(body, "id"), Text(body, "event"), Text(body, "run"), Text(body, "message"), Text(body, "status")));
        Assert.AreEqual(Notice.Notice.At, body.GetProperty("at").GetDateTimeOffset());
        AssertSigned(got);
    }

    [TestMethod]
    [DataRow(500)]
    [DataRow(503)]
    [DataRow(429)]
    [DataRow(408)]
    public async Task Deliver_ReceiverCannotNow_FailsSoThatItIsTriedAgain(int status)
    {
        using Receiver receiver = new(status, 200);
        await using ActivityHouse house = HouseWith(receiver);

        Exception problem = await Assert.ThrowsAsync<Exception>(() => DeliverAsync(house, receiver));

        StringAssert.Contains(problem.Message, $"answered {status}");
        AssertTellsNothingSecret(problem.Message);
        Assert.IsInstanceOfType<NoticeDelivered>(await DeliverAsync(house, receiver));
        Assert.HasCount(1, receiver.Got.Select(got => got.Delivery).Distinct().ToArray());
    }

    [TestMethod]
    [DataRow(400)]
    [DataRow(404)]
    [DataRow(410)]
    [DataRow(307)]
    public async Task Deliver_ReceiverRefuses_IsGivenUp(int status)
    {
        using Receiver receiver = new(status, 200);
        await using ActivityHouse house = HouseWith(receiver);

        NoticeGivenUp outcome = Assert.IsInstanceOfType<NoticeGivenUp>(await DeliverAsync(house, receiver));

        StringAssert.Contains(outcome.Reason, $"answered {status}");
        AssertTellsNothingSecret(outcome.Reason);
        Assert.HasCount(1, receiver.Got);
    }

    [TestMethod]
    public async Task Deliver_NobodyListens_FailsSoThatItIsTriedAgain()
    {
        Receiver receiver = new(200);
        receiver.Dispose();
        await using ActivityHouse house = HouseWith(receiver);

        Exception problem = await Assert.ThrowsAsync<Exception>(() => DeliverAsync(house, receiver));

        StringAssert.Contains(problem.Message, "cannot be reached");
        AssertTellsNothingSecret(problem.Message);
    }

    [TestMethod]
    public async Task Deliver_SecretIsNotSet_SendsNothingUnsignedAndFailsSoThatItIsTriedAgain()
    {
        using Receiver receiver = new(200);
        await using ActivityHouse house = new(rooms => rooms with { Webhooks = () => [HookOf(receiver)], ReadVariable = _ => null });

        Exception problem = await Assert.ThrowsAsync<Exception>(() => DeliverAsync(house, receiver));

        StringAssert.Contains(problem.Message, "HOOK_SECRET is not set");
        Assert.IsEmpty(receiver.Got);
    }

    [TestMethod]
    public async Task Deliver_AddressIsNoLongerNamed_SaysSoAndSendsNothing()
    {
        using Receiver receiver = new(200);
        await using ActivityHouse house = new();

        Assert.IsInstanceOfType<NoticeAddressGone>(await DeliverAsync(house, receiver));
        Assert.IsEmpty(receiver.Got);
    }

    [TestMethod]
    public async Task Deliver_AddressHoldsAPassword_IsToldToNobody()
    {
        using Receiver receiver = new(500);
        Webhook hook = HookOf(receiver) with { Url = new UriBuilder(receiver.Url) { UserName = "tapir", Password = Secret }.Uri };
        await using ActivityHouse house = new(rooms => rooms with { Webhooks = () => [hook], ReadVariable = _ => "x" });

        Exception problem = await Assert.ThrowsAsync<Exception>(() => house.Runner.RunAsync(NotifyingFunctions.Deliver, Notice with { Target = hook.Target }, Notice.Id));

        StringAssert.Contains(problem.Message, $"The webhook at http://127.0.0.1:{receiver.Url.Port} answered 500");
        AssertTellsNothingSecret(problem.Message);
    }

    [TestMethod]
    public async Task FindTargets_EventsAreNamed_FindsThoseWhoAskedForThisOne()
    {
        Webhook all = new(new Uri("http://a.example/x"), "A", Enum.GetValues<NoticeEvent>());
        Webhook ends = new(new Uri("http://b.example/x"), "B", [NoticeEvent.Failed, NoticeEvent.Finished]);
        await using ActivityHouse house = new(rooms => rooms with { Webhooks = () => [all, ends] });

        Assert.AreSequenceEqual([all.Target], await TargetsOfAsync(house, NoticeEvent.Started));
        Assert.AreSequenceEqual([all.Target, ends.Target], await TargetsOfAsync(house, NoticeEvent.Finished));
        Assert.AreNotEqual(all.Target, ends.Target);
    }

    private static async Task<string[]> TargetsOfAsync(ActivityHouse house, NoticeEvent what) =>
        [.. (await house.Runner.RunAsync(NotifyingFunctions.FindTargets, new FindTargets(what), "notify:run-1:x")).Targets];

    private static Task<NoticeDelivery> DeliverAsync(ActivityHouse house, Receiver receiver) =>
        house.Runner.RunAsync(NotifyingFunctions.Deliver, Notice with { Target = HookOf(receiver).Target }, Notice.Id);

    private static ActivityHouse HouseWith(Receiver receiver) =>
        new(rooms => rooms with { Webhooks = () => [HookOf(receiver)], ReadVariable = name => name == "HOOK_SECRET" ? Secret : null });

    private static Webhook HookOf(Receiver receiver) => new(receiver.Url, "HOOK_SECRET", Enum.GetValues<NoticeEvent>());

    private static string Text(JsonElement body, string member) => body.GetProperty(member).GetString()!;

    // As a receiver would check it, from the header's own parts.
    private static void AssertSigned(Receiver.Received got)
    {
        string[] parts = got.Signature.Split(',');
        string time = parts[0]["t=".Length..];
        string expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{time}.{got.Body}")));
        Assert.AreEqual($"v1={expected}", parts[1]);
        Assert.AreEqual(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), long.Parse(time), 60);
    }

    private static void AssertTellsNothingSecret(string text)
    {
        Assert.DoesNotContain("very-secret-path", text);
        Assert.DoesNotContain(Secret, text);
    }
}
