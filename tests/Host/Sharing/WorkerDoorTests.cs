using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.Host.Joining;
using Tapir.Host.Settings;
using Tapir.Host.Sharing;
using Tapir.Host.Sharing.Wire;
using Tapir.Host.State;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Tests.Sharing;

[TestClass]
public sealed class WorkerDoorTests
{
    [TestMethod]
    public async Task Door_AnotherToken_RefusesBothServices()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        var wrong = home.Connect(token: SharedFolder.Token + "0");

        RpcException sharing = await Assert.ThrowsExactlyAsync<RpcException>(async () => await new Host.Sharing.Wire.Sharing.SharingClient(wrong).HelloAsync(new HelloRequest()));
        RpcException hub = await Assert.ThrowsExactlyAsync<RpcException>(async () => await new TaskHubSidecarService.TaskHubSidecarServiceClient(wrong).HelloAsync(new()));

        Assert.AreEqual(StatusCode.Unauthenticated, sharing.StatusCode);
        Assert.AreEqual(StatusCode.Unauthenticated, hub.StatusCode);
        StringAssert.Contains(sharing.Status.Detail, "TAPIR_WORKER_TOKEN");
    }

    [TestMethod]
    public async Task Door_NoToken_RefusesBothServices()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        using var bare = SidecarChannel.ForAddress(home.Address.ToString());

        RpcException sharing = await Assert.ThrowsExactlyAsync<RpcException>(async () => await new Host.Sharing.Wire.Sharing.SharingClient(bare).HelloAsync(new HelloRequest()));
        RpcException hub = await Assert.ThrowsExactlyAsync<RpcException>(async () => await new TaskHubSidecarService.TaskHubSidecarServiceClient(bare).HelloAsync(new()));

        Assert.AreEqual(StatusCode.Unauthenticated, sharing.StatusCode);
        Assert.AreEqual(StatusCode.Unauthenticated, hub.StatusCode);
    }

    [TestMethod]
    public async Task Door_TheToken_OpensBothServices()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        var channel = home.Connect();

        Assert.AreEqual(TapirVersion.Own, (await new Host.Sharing.Wire.Sharing.SharingClient(channel).HelloAsync(new HelloRequest())).Version);
        await new TaskHubSidecarService.TaskHubSidecarServiceClient(channel).HelloAsync(new());
    }

    [TestMethod]
    public async Task Door_AWorkerOfAnotherVersion_IsRefusedByBothServices()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        var older = home.Connect(version: "0.9.0");

        RpcException sharing = await Assert.ThrowsExactlyAsync<RpcException>(async () => await new Host.Sharing.Wire.Sharing.SharingClient(older).HelloAsync(new HelloRequest()));
        RpcException hub = await Assert.ThrowsExactlyAsync<RpcException>(async () => await new TaskHubSidecarService.TaskHubSidecarServiceClient(older).HelloAsync(new()));

        StringAssert.Contains(sharing.Status.Detail, "the worker is 0.9.0");
        Assert.AreEqual(StatusCode.PermissionDenied, hub.StatusCode);
    }

    [TestMethod]
    public async Task Door_TheServerWasReplacedWhileAWorkerCalled_TakesWhatIsPaidFor()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        Host.Sharing.Wire.Sharing.SharingClient before = new(home.Connect()), after = new(home.Connect(version: "0.9.0"));
        Account account = new() { Run = "run-1", Function = "expansion.answer", Model = "m" };
        LedgerKey answered = new(new string('a', 64)), ended = new(new string('b', 64));
        BeginCallRequest Begin(LedgerKey key) => new() { Token = key.Hex, Key = key.Hex, Account = account, Reserved = new Reserved { Tokens = 100 } };
        long first = (await before.BeginCallAsync(Begin(answered))).Intent, second = (await before.BeginCallAsync(Begin(ended))).Intent;

        await after.RecordCallAsync(new RecordCallRequest
        {
            Intent = first,
            Key = answered.Hex,
            Account = account,
            Reserved = new Reserved { Tokens = 100 },
            Response = new Response { Text = "paid", InputTokens = 3, OutputTokens = 4 },
            Cost = "0",
        });
        await after.EndCallAsync(new EndCallRequest { Intent = second });

        Assert.AreEqual("paid", home.Rooms.Ledger.Find(answered)!.Text);
        Assert.AreEqual(new Spending(1, 7, 0), home.Rooms.Ledger.SpentBy("run-1"));
        RpcException refused = await Assert.ThrowsExactlyAsync<RpcException>(async () => await after.BeginCallAsync(Begin(ended)));
        Assert.AreEqual(StatusCode.PermissionDenied, refused.StatusCode, "It makes no new calls.");
    }

    [TestMethod]
    public async Task Door_Tls_IsTrustedByTheNamedAuthorityAlone()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync(tls: true);
        await using SharedFolder other = await SharedFolder.OpenAsync(tls: true);

        await new Host.Sharing.Wire.Sharing.SharingClient(home.Connect(authority: home.Files.File("cert.pem"))).HelloAsync(new HelloRequest());
        foreach (string? authority in new[] { null, other.Files.File("cert.pem") })
        {
            RpcException refused = await Assert.ThrowsExactlyAsync<RpcException>(
                async () => await new Host.Sharing.Wire.Sharing.SharingClient(home.Connect(authority: authority)).HelloAsync(new HelloRequest()));
            Assert.AreNotEqual(StatusCode.OK, refused.StatusCode);
        }

        Uri byAnotherName = new UriBuilder(home.Address) { Host = "localhost" }.Uri;
        await Assert.ThrowsExactlyAsync<RpcException>(
            async () => await new Host.Sharing.Wire.Sharing.SharingClient(home.Connect(byAnotherName, authority: home.Files.File("cert.pem"))).HelloAsync(new HelloRequest()),
            "The certificate has the address alone.");
    }

    [TestMethod]
    public async Task StartAsync_ACertificateThatIsNotTrusted_SaysWhatToDo()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync(tls: true);

        StateException refused = await JoinInVainAsync(home, SharedFolder.Token);

        StringAssert.Contains(refused.Message, "is not trusted here");
        StringAssert.Contains(refused.Message, "--ca");
    }

    [TestMethod]
    public async Task StartAsync_AnotherToken_SaysWhatToDo()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();

        StringAssert.Contains((await JoinInVainAsync(home, SharedFolder.Token + "0")).Message, "refuses this worker: The token is missing or another than this server's");
    }

    [TestMethod]
    public void DoorPlan_NothingNamed_LetsNobodyIn() => Assert.IsNull(DoorPlan.Of(new WorkerSettings(), SharedFolder.Read));

    [TestMethod]
    [DataRow("http://0.0.0.0:7443", null, SharedFolder.TokenVariable, "without TLS")]
    [DataRow("http://10.0.0.1:7443", "cert.pem", SharedFolder.TokenVariable, "without TLS")]
    [DataRow("https://0.0.0.0:7443", null, SharedFolder.TokenVariable, "tapir.workers.certificate")]
    [DataRow("http://127.0.0.1:7443", null, "NOT_SET", "the environment variable NOT_SET is not set")]
    [DataRow("https://0.0.0.0:7443", "cert.pem", "NOT_SET", "the environment variable NOT_SET is not set")]
    [DataRow("https://0.0.0.0:7443", "no-such.pem", SharedFolder.TokenVariable, "'tapir.workers' of host.json names them")]
    public void DoorPlan_NotGuardedWellEnough_IsRefused(string listen, string? certificate, string variable, string reason)
    {
        StateException refused = Assert.ThrowsExactly<StateException>(
            () => DoorPlan.Of(new WorkerSettings { Listen = listen, Certificate = certificate, TokenVariable = variable }, SharedFolder.Read));

        StringAssert.Contains(refused.Message, reason);
    }

    [TestMethod]
    [DataRow("tapir-1", "could be guessed")]
    [DataRow("0123456789 0123456789 0123456789", "other characters")]
    public void WorkerToken_CannotBeUsed_IsRefusedWithoutShowingIt(string token, string reason)
    {
        StateException refused = Assert.ThrowsExactly<StateException>(() => WorkerToken.Of("NAME", _ => token));

        StringAssert.Contains(refused.Message, reason);
        Assert.DoesNotContain(token, refused.Message);
    }

    [TestMethod]
    [DataRow("http://trainer:7443", "read by everyone on the way")]
    [DataRow("trainer:7443", "is no address to join")]
    public void JoinTarget_CannotBeUsed_IsRefused(string address, string reason) =>
        StringAssert.Contains(Assert.ThrowsExactly<StateException>(() => JoinTarget.Of(address, SharedFolder.TokenVariable, null, SharedFolder.Read)).Message, reason);

    private static Task<StateException> JoinInVainAsync(SharedFolder home, string token) => Assert.ThrowsExactlyAsync<StateException>(() => JoinedWorker.StartAsync(
        JoinTarget.Of(home.Address.ToString(), SharedFolder.TokenVariable, null, _ => token), null, home.Files.File("cache"), new HostSettings(), TextWriter.Null, CancellationToken.None));
}
