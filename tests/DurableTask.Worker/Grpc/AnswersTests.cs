using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Grpc;

namespace Tapir.DurableTask.Worker.Tests.Grpc;

/// <summary>How often a worker sends an answer that the sidecar does not take.</summary>
[TestClass]
public sealed class AnswersTests
{
    private readonly InstantTime time = new();

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(StatusCode.Unavailable)]
    [DataRow(StatusCode.Unknown)]
    [DataRow(StatusCode.DeadlineExceeded)]
    [DataRow(StatusCode.Internal)]
    [DataRow(StatusCode.Cancelled, DisplayName = "The channel was opened anew")]
    public async Task Complete_FailsForAWhile_IsSentAgainWithLongerAndLongerWaits(StatusCode code)
    {
        int times = 0;
        ScriptedInvoker server = new((_, _) => ++times < 10 ? new RpcException(new Status(code, "not now")) : null);

        await Of(server).CompleteAsync(new ActivityResponse { CompletionToken = "t" }, TestContext.CancellationToken);

        Assert.HasCount(10, server.Requests<ActivityResponse>());
        Assert.AreSequenceEqual(new double[] { 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15, 15 }, time.Waits.Select(wait => wait.TotalSeconds));
    }

    [TestMethod]
    public async Task Complete_FailsTenTimes_IsGivenUp()
    {
        ScriptedInvoker server = new((_, _) => new RpcException(new Status(StatusCode.Unavailable, "gone")));

        await Assert.ThrowsExactlyAsync<RpcException>(() => Of(server).CompleteAsync(new OrchestratorResponse { CompletionToken = "t" }, TestContext.CancellationToken));

        Assert.HasCount(10, server.Requests<OrchestratorResponse>());
    }

    [TestMethod]
    [DataRow(StatusCode.NotFound)]
    [DataRow(StatusCode.InvalidArgument)]
    [DataRow(StatusCode.DataLoss)]
    [DataRow(StatusCode.ResourceExhausted)]
    public async Task Complete_Refused_IsNotSentAgain(StatusCode code)
    {
        ScriptedInvoker server = new((_, _) => new RpcException(new Status(code, "never")));

        await Assert.ThrowsExactlyAsync<RpcException>(() => Of(server).CompleteAsync(new ActivityResponse { CompletionToken = "t" }, TestContext.CancellationToken));

        Assert.HasCount(1, server.Requests<ActivityResponse>());
    }

    [TestMethod]
    public async Task Abandon_Refused_DoesNotThrow()
    {
        ScriptedInvoker server = new((_, _) => new RpcException(new Status(StatusCode.NotFound, "gone")));

        await Of(server).AbandonTurnAsync("t", TestContext.CancellationToken);

        Assert.AreEqual("t", server.Requests<AbandonOrchestrationTaskRequest>().Single().CompletionToken);
    }

    [TestMethod]
    public void FullJitter_ManyTries_StaysBelowTheDoubledWaitAndTheCap()
    {
        Random random = new(1);
        for (int attempt = 1; attempt <= 12; attempt++)
        {
            double limit = Math.Min(30, Math.Pow(2, attempt - 1));
            double[] waits = [.. Enumerable.Range(0, 200).Select(_ => Backoff.FullJitter(attempt, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), random).TotalSeconds)];
            Assert.IsInRange(0.9 * limit, limit, waits.Max());
            Assert.IsInRange(0, 0.1 * limit, waits.Min());
        }
    }

    private Answers Of(ScriptedInvoker server)
    {
        GrpcDurableTaskWorkerOptions options = new() { CallInvoker = server };
        return new Answers(new SidecarConnection(options), options, time, NullLogger.Instance);
    }
}
