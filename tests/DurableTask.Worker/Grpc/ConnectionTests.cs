using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Grpc;

namespace Tapir.DurableTask.Worker.Tests.Grpc;

/// <summary>How a worker connects, and what it does when the other side is silent, gone or will not take its answer.</summary>
[TestClass]
public sealed class ConnectionTests
{
    private const int Limit = 60_000;
    private const int Disconnected = 51;

    private readonly FakeTimeProvider time = new();
    private readonly FakeLogCollector log = new();

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Connect_WithoutFilters_SaysHelloAndWhatItCan()
    {
        Channel<WorkItem> stream = Channel.CreateUnbounded<WorkItem>();
        ScriptedInvoker server = new((rpc, _) => rpc == "GetWorkItems" ? stream.Reader : null);
        using IHost worker = await StartAsync(options => options.CallInvoker = server);

        await server.CalledAsync("Hello", Cancellation);
        await server.CalledAsync("GetWorkItems", Cancellation);

        GetWorkItemsRequest asked = server.Requests<GetWorkItemsRequest>().Single();
        Assert.AreEqual(100 * Environment.ProcessorCount, asked.MaxConcurrentActivityWorkItems);
        Assert.AreEqual(100 * Environment.ProcessorCount, asked.MaxConcurrentOrchestrationWorkItems);
        Assert.AreSequenceEqual([WorkerCapability.HistoryStreaming], asked.Capabilities);
        Assert.AreEqual(new WorkItemFilters(), asked.WorkItemFilters);
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Stream_SilentForTwoMinutes_IsLeftForANewOneAndAPingKeepsIt()
    {
        Channel<WorkItem> stream = Channel.CreateUnbounded<WorkItem>();
        ScriptedInvoker server = new((rpc, _) => rpc == "GetWorkItems" ? stream.Reader : null);
        using IHost worker = await StartAsync(options => options.CallInvoker = server);
        await server.CalledAsync("GetWorkItems", Cancellation);
        await SaidAsync(line => line.Message.Contains("Connected", StringComparison.Ordinal));

        time.Advance(TimeSpan.FromSeconds(119));
        await stream.Writer.WriteAsync(new WorkItem { HealthPing = new HealthPing() }, Cancellation);
        await SaidAsync(line => line.Message.Contains("alive", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.HasCount(1, server.Requests<GetWorkItemsRequest>());
        Assert.IsFalse(log.GetSnapshot().Any(line => line.Id.Id == Disconnected));

        time.Advance(TimeSpan.FromSeconds(2));
        await SaidAsync(line => line.Id.Id == Disconnected && line.Message.Contains("no sign of life", StringComparison.Ordinal));
        await UntilAsync(server.CalledAsync("GetWorkItems", Cancellation), TimeSpan.FromSeconds(1));
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    [DataRow(StatusCode.Unavailable)]
    [DataRow(StatusCode.Cancelled)]
    [DataRow(StatusCode.NotFound)]
    [DataRow(StatusCode.Unauthenticated)]
    [DataRow(StatusCode.DeadlineExceeded)]
    public async Task Stream_RefusedOrEnded_IsOpenedAgain(StatusCode code)
    {
        int times = 0;
        Channel<WorkItem> ended = Channel.CreateUnbounded<WorkItem>();
        ended.Writer.Complete();
        ScriptedInvoker server = new((rpc, _) => rpc != "GetWorkItems" ? null : ++times % 2 == 1 ? new RpcException(new Status(code, "no")) : ended.Reader);
        using IHost worker = await StartAsync(options => options.CallInvoker = server);

        for (int connection = 0; connection < 4; connection++)
        {
            await UntilAsync(server.CalledAsync("GetWorkItems", Cancellation), TimeSpan.FromSeconds(30));
        }

        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    [DynamicData(nameof(Ends))]
    public async Task Stream_Ended_GoesOnInItsSessionUnlessSomethingThatCameBrokeIt(Status end, bool same)
    {
        ScriptedInvoker server = new((rpc, _) => rpc == "GetWorkItems" ? new RpcException(end) : null);
        using IHost worker = await StartAsync(options => options.CallInvoker = server);

        for (int connection = 0; connection < 2; connection++)
        {
            await UntilAsync(server.CalledAsync("GetWorkItems", Cancellation), TimeSpan.FromSeconds(30));
        }

        IReadOnlyList<string?> sessions = server.Headers("GetWorkItems", WorkerSession.Header);
        Assert.IsNotNull(sessions[0]);
        Assert.AreEqual(same, sessions[0] == sessions[1]);
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Hello_UnansweredFiveTimes_OpensANewConnection()
    {
        using TcpListener deaf = new(IPAddress.Loopback, 0);
        deaf.Start();
        using IHost worker = await StartAsync(options => options.Address = $"http://{deaf.LocalEndpoint}");
        using TcpClient first = await deaf.AcceptTcpClientAsync(Cancellation);

        Task<TcpClient> second = deaf.AcceptTcpClientAsync(Cancellation).AsTask();
        await UntilAsync(second, TimeSpan.FromSeconds(30));

        using TcpClient reopened = await second;
        Assert.AreEqual(5, log.GetSnapshot().Count(line => line.Id.Id == Disconnected));
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Answer_Refused_HandsTheItemBack()
    {
        Channel<WorkItem> stream = Channel.CreateUnbounded<WorkItem>();
        ScriptedInvoker server = new((rpc, _) => rpc switch
        {
            "GetWorkItems" => stream.Reader,
            "CompleteActivityTask" or "CompleteOrchestratorTask" => new RpcException(new Status(StatusCode.NotFound, "no such item")),
            _ => null,
        });
        using IHost worker = await StartAsync(options => options.CallInvoker = server);

        await stream.Writer.WriteAsync(new WorkItem { CompletionToken = "act", ActivityRequest = new ActivityRequest { Name = "pack", OrchestrationInstance = new OrchestrationInstance { InstanceId = "a" } } }, Cancellation);
        await server.CalledAsync("AbandonTaskActivityWorkItem", Cancellation);
        await stream.Writer.WriteAsync(new WorkItem { CompletionToken = "turn", OrchestratorRequest = new OrchestratorRequest { InstanceId = "a" } }, Cancellation);
        await server.CalledAsync("AbandonTaskOrchestratorWorkItem", Cancellation);

        Assert.AreEqual("act", server.Requests<AbandonActivityTaskRequest>().Single().CompletionToken);
        Assert.AreEqual("turn", server.Requests<AbandonOrchestrationTaskRequest>().Single().CompletionToken);
        Assert.HasCount(1, server.Requests<ActivityResponse>());
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Activity_NotRegistered_FailsForGoodAndIsNotHandedBack()
    {
        Channel<WorkItem> stream = Channel.CreateUnbounded<WorkItem>();
        ScriptedInvoker server = new((rpc, _) => rpc == "GetWorkItems" ? stream.Reader : null);
        using IHost worker = await StartAsync(options => options.CallInvoker = server);

        await stream.Writer.WriteAsync(new WorkItem { CompletionToken = "act", ActivityRequest = new ActivityRequest { Name = "nobody", OrchestrationInstance = new OrchestrationInstance { InstanceId = "a" } } }, Cancellation);
        await server.CalledAsync("CompleteActivityTask", Cancellation);

        ActivityResponse answer = server.Requests<ActivityResponse>().Single();
        Assert.AreEqual("act", answer.CompletionToken);
        Assert.AreEqual("ActivityTaskNotFound", answer.FailureDetails.ErrorType);
        Assert.IsTrue(answer.FailureDetails.IsNonRetriable);
        Assert.IsNull(answer.Result);
        await worker.StopAsync(Cancellation);
    }

    private static IEnumerable<(Status End, bool Same)> Ends =>
    [
        (new Status(StatusCode.Unavailable, "gone"), true),
        (new Status(StatusCode.Cancelled, "reopened"), true),
        (new Status(StatusCode.Internal, "cut", new HttpIOException(HttpRequestError.ResponseEnded)), true),
        (new Status(StatusCode.Internal, "cut", new HttpRequestException(HttpRequestError.ConnectionError)), true),
        (new Status(StatusCode.Internal, "unreadable", Assert.ThrowsExactly<InvalidProtocolBufferException>(() => WorkItem.Parser.ParseFrom([0xff]))), false),
        (new Status(StatusCode.Internal, "unreadable"), false),
        (new Status(StatusCode.ResourceExhausted, "too large"), false),
    ];

    private async Task<IHost> StartAsync(Action<GrpcDurableTaskWorkerOptions> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(log));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddDurableTaskWorker(worker => worker.AddTasks(tasks => tasks.AddActivityFunc("pack", _ => 1)).UseGrpc(configure));
        IHost host = builder.Build();
        await host.StartAsync(Cancellation);
        return host;
    }

    /// <summary>Lets time pass, a step at a time, until something has happened.</summary>
    private async Task UntilAsync(Task happened, TimeSpan step)
    {
        while (!happened.IsCompleted)
        {
            time.Advance(step);
            await Task.WhenAny(happened, Task.Delay(10, Cancellation));
        }

        await happened;
    }

    private async Task SaidAsync(Func<FakeLogRecord, bool> what)
    {
        while (!log.GetSnapshot().Any(what))
        {
            await Task.Delay(10, Cancellation);
        }
    }
}
