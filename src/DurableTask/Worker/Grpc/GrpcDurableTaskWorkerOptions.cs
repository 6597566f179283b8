using Grpc.Core;
using Grpc.Net.Client;

namespace Tapir.DurableTask.Worker.Grpc;

/// <summary>Where a worker finds its sidecar, and how patient it is. Of call invoker, channel and address the first that is set is used.</summary>
public sealed class GrpcDurableTaskWorkerOptions : DurableTaskWorkerOptions
{
    /// <summary>Least size of one part of an orchestration's answer, in bytes: 1 MiB.</summary>
    public const int MinCompleteOrchestrationWorkItemChunkSizeInBytes = 1024 * 1024;

    /// <summary>Greatest size of one part of an orchestration's answer, in bytes: 3.9 MiB, under the usual limit of 4 MiB a message.</summary>
    public const int MaxCompleteOrchestrationWorkItemChunkSizeInBytes = (39 * 1024 * 1024) / 10;

    private int chunkSize = MaxCompleteOrchestrationWorkItemChunkSizeInBytes;

    /// <value><c>http://host:port</c> or <c>unix:///path</c>; null (default) for <c>http://localhost:4001</c>.</value>
    public string? Address { get; set; }

    /// <value>A channel that the caller owns and disposes.</value>
    public GrpcChannel? Channel { get; set; }

    /// <value>An invoker that the caller owns, for instance one with interceptors.</value>
    public CallInvoker? CallInvoker { get; set; }

    /// <value>An answer above this size is sent in parts; bytes, 1 to 3.9 MiB, default 3.9 MiB.</value>
    public int CompleteOrchestrationWorkItemChunkSizeInBytes
    {
        get => chunkSize;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, MinCompleteOrchestrationWorkItemChunkSizeInBytes);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxCompleteOrchestrationWorkItemChunkSizeInBytes);
            chunkSize = value;
        }
    }

    /// <value>How many waiting orchestrations are kept in memory, so that they go on without a replay; default 1,000, 0 for none.</value>
    public int MaximumWarmOrchestrations { get; set; } = 1000;

    /// <value>How long a stopping worker waits for what it has in hand; default 20 seconds. What is left goes to other workers.</value>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <value>How long the sidecar may take to answer a greeting; default 30 seconds.</value>
    public TimeSpan HelloDeadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>How long the stream may be silent before the worker takes it for dead; default 120 seconds.</value>
    public TimeSpan SilentDisconnectTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <value>After how many fruitless connections in a row a channel of the worker's own is opened anew; default 5.</value>
    public int ChannelRecreateFailureThreshold { get; set; } = 5;

    /// <value>Upper bound of the first wait before connecting again, doubled with each try; default 1 second.</value>
    public TimeSpan ReconnectBackoffBase { get; set; } = TimeSpan.FromSeconds(1);

    /// <value>Upper bound of any wait before connecting again; default 30 seconds.</value>
    public TimeSpan ReconnectBackoffCap { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>How often an answer is sent before it is given up; default 10.</value>
    public int TransientRetryMaxAttempts { get; set; } = 10;

    /// <value>First wait before an answer is sent again, doubled with each try; default 200 milliseconds.</value>
    public TimeSpan TransientRetryBackoffBase { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <value>Longest wait before an answer is sent again; default 15 seconds.</value>
    public TimeSpan TransientRetryBackoffCap { get; set; } = TimeSpan.FromSeconds(15);
}
