using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>What a stranger may send: it is answered clearly, nothing is lost, and nobody else is disturbed.</summary>
[TestClass]
public sealed class BadInputTests
{
    [TestMethod]
    [DataRow("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [DataRow("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0001\u0002 and then something that is no frame at all")]
    [DataRow("\u0016\u0003\u0001 a greeting of another protocol")]
    public async Task Connection_OfSomethingElse_IsClosedAndOthersGoOn(string greeting)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        WorkItem turn = await worker.TurnAsync();
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(sidecar.Options.UnixSocketPath!));

        await socket.SendAsync(Encoding.Latin1.GetBytes(greeting));
        socket.Shutdown(SocketShutdown.Send);
        await ReadToEndAsync(socket);

        await worker.CompleteAsync(turn, Actions.Complete(0, "\"done\""));
        Assert.AreEqual("\"done\"", (await sidecar.EndOfAsync("a")).Output);
    }

    [TestMethod]
    public async Task Call_OfAnotherProtocolVersion_IsUnimplemented()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        Method<HelloOfTomorrow, HelloOfTomorrow> method = new(MethodType.Unary, "TaskHubSidecarService", "HelloOfTomorrow", HelloOfTomorrow.Marshaller, HelloOfTomorrow.Marshaller);

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(
            () => sidecar.Channel().CreateCallInvoker().AsyncUnaryCall(method, null, default, new HelloOfTomorrow()).ResponseAsync);

        Assert.AreEqual(StatusCode.Unimplemented, refusal.StatusCode);
    }

    [TestMethod]
    public async Task Steering_OfAnUnknownInstance_IsNotFoundAndSaysWhich()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        Func<Task>[] calls =
        [
            async () => await sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "nobody" }),
            async () => await sidecar.Client.SuspendInstanceAsync(new SuspendRequest { InstanceId = "nobody" }),
            async () => await sidecar.Client.ResumeInstanceAsync(new ResumeRequest { InstanceId = "nobody" }),
            async () => await sidecar.Client.RestartInstanceAsync(new RestartInstanceRequest { InstanceId = "nobody" }),
            async () => await sidecar.Client.WaitForInstanceCompletionAsync(new GetInstanceRequest { InstanceId = "nobody" }),
        ];

        foreach (Func<Task> call in calls)
        {
            RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(call);
            Assert.AreEqual(StatusCode.NotFound, refusal.StatusCode);
            Assert.Contains("'nobody'", refusal.Status.Detail);
        }
    }

    [TestMethod]
    public async Task StartInstance_WithAnInputThatFitsIntoNoMessage_IsRefusedAndLeavesNothing()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.StartAsync("large", input: new string('x', 5 << 20)));

        Assert.AreEqual(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Contains("pass references", refusal.Status.Detail);
        Assert.IsNull(await sidecar.StateOfAsync("large"));
    }

    [TestMethod]
    public async Task StartInstance_WithAnIdOfTenThousandCharacters_IsInvalidArgumentAndShortened()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.StartAsync(new string('i', 10_000)));

        Assert.AreEqual(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains("at most 1024", refusal.Status.Detail);
        Assert.IsLessThan(1000, refusal.Status.Detail.Length);
    }

    private static async Task ReadToEndAsync(Socket socket)
    {
        byte[] answer = new byte[4096];
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        try
        {
            while (await socket.ReceiveAsync(answer, limit.Token) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // It may be cut off without a goodbye.
        }
    }

    private sealed class HelloOfTomorrow
    {
        public static Marshaller<HelloOfTomorrow> Marshaller { get; } = new(_ => [], _ => new HelloOfTomorrow());
    }
}
