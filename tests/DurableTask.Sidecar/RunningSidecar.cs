using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>A real sidecar on a Unix socket in a folder of its own, and ways to speak to it.</summary>
internal sealed class RunningSidecar : IAsyncDisposable
{
    private readonly string folder;
    private readonly TimeProvider clock;
    private readonly List<GrpcChannel> channels = [];
    private SidecarHost host;

    private RunningSidecar(string folder, SidecarHost host, TimeProvider clock, SidecarOptions options)
    {
        this.folder = folder;
        this.host = host;
        this.clock = clock;
        Options = options;
        Client = Connect();
    }

    public SidecarOptions Options { get; }

    public TaskHubSidecarService.TaskHubSidecarServiceClient Client { get; private set; }

    public TaskHub Hub => host.Hub;

    public static async Task<RunningSidecar> StartAsync(TimeProvider? clock = null, Func<SidecarOptions, SidecarOptions>? change = null)
    {
        string folder = Directory.CreateTempSubdirectory("hub").FullName;
        var options = new SidecarOptions { HubPath = Path.Combine(folder, "hub.db"), UnixSocketPath = Path.Combine(folder, "s") };
        options = change?.Invoke(options) ?? options;
        TimeProvider time = clock ?? TimeProvider.System;
        return new RunningSidecar(folder, await HostAsync(options, time), time, options);
    }

    /// <summary>Closes the sidecar and opens another on the same file.</summary>
    public async Task RestartAsync()
    {
        Disconnect();
        await host.DisposeAsync();
        host = await HostAsync(Options, clock);
        Client = Connect();
    }

    /// <summary>A client on a connection of its own.</summary>
    public TaskHubSidecarService.TaskHubSidecarServiceClient Connect() => new(Channel());

    /// <summary>A connection of its own, for any of the sidecar's services.</summary>
    public GrpcChannel Channel()
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Options.UnixSocketPath!), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        GrpcChannel channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = null });
        channels.Add(channel);
        return channel;
    }

    public Task StartAsync(string id, string name = "Work", string? input = null) =>
        Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = id, Name = name, Input = input }).ResponseAsync;

    public Task RaiseAsync(string id, string name, string? input) =>
        Client.RaiseEventAsync(new RaiseEventRequest { InstanceId = id, Name = name, Input = input }).ResponseAsync;

    public async Task RewindAsync(string id, string? reason = null) =>
        await Client.RewindInstanceAsync(new RewindInstanceRequest { InstanceId = id, Reason = reason });

    public async Task<OrchestrationState?> StateOfAsync(string id) =>
        (await Client.GetInstanceAsync(new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true })).OrchestrationState;

    public async Task<OrchestrationState> EndOfAsync(string id) =>
        (await Client.WaitForInstanceCompletionAsync(new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true }, deadline: DateTime.UtcNow.AddSeconds(20))).OrchestrationState;

    /// <summary>The one parked item, as soon as there is one: an item is parked a moment after its cause, in a transaction of its own.</summary>
    public async Task<ParkedItem> ParkedAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        IReadOnlyList<ParkedItem> parked;
        while ((parked = await Hub.ListParkedAsync()).Count == 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return parked.Single();
    }

    /// <summary>Has calls of the hub applied in one transaction, in this order: all stand in line behind what holds the hub's thread.</summary>
    public async Task TogetherAsync(params IEnumerable<Func<Task>> calls)
    {
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim release = new();
        Task<bool> before = Hub.WriteAsync(kind: null, _ =>
        {
            entered.SetResult();
            release.Wait();
        });
        await entered.Task;
        Task[] applied = [.. calls.Select(call => call())];
        release.Set();
        await Task.WhenAll([before, .. applied]);
    }

    /// <summary>Starts an instance that waits for one activity, which nobody has in hand.</summary>
    public async Task StartCallingAsync(string id, string activity)
    {
        await StartAsync(id);
        await using ScriptedWorker starter = await WorkerAsync(Filters.OnlyTurns("Work"));
        await starter.CompleteAsync(await starter.TurnAsync(), Actions.Call(0, activity));
    }

    /// <summary>Starts an instance and completes it in its first turn.</summary>
    public async Task RunToEndAsync(string id, string? input = null)
    {
        await using ScriptedWorker worker = await WorkerAsync(Filters.OnlyTurns("Short"));
        await StartAsync(id, "Short", input);
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(0, null));
        await EndOfAsync(id);
    }

    public async Task<List<HistoryEvent>> HistoryAsync(string id, string? execution = null)
    {
        using AsyncServerStreamingCall<HistoryChunk> call = Client.StreamInstanceHistory(new StreamInstanceHistoryRequest { InstanceId = id, ExecutionId = execution });
        List<HistoryEvent> history = [];
        await foreach (HistoryChunk chunk in call.ResponseStream.ReadAllAsync())
        {
            history.AddRange(chunk.Events);
        }

        return history;
    }

    public Task<ScriptedWorker> WorkerAsync(GetWorkItemsRequest? request = null) => ScriptedWorker.ConnectAsync(Connect(), request ?? new GetWorkItemsRequest());

    public async ValueTask DisposeAsync()
    {
        Disconnect();
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static Task<SidecarHost> HostAsync(SidecarOptions options, TimeProvider clock) =>
        SidecarHost.StartAsync(options, NullLoggerFactory.Instance, clock, CancellationToken.None);

    private void Disconnect()
    {
        foreach (GrpcChannel channel in channels)
        {
            channel.Dispose();
        }

        channels.Clear();
    }
}
