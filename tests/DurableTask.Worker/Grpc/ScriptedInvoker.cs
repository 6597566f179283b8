using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;

namespace Tapir.DurableTask.Worker.Tests.Grpc;

/// <summary>A sidecar that answers as a test tells it, and keeps what it was asked.</summary>
/// <param name="answer">Gives the answer to an rpc's request: a message, null for an empty one, or an <see cref="RpcException"/> to throw. For a stream: a channel's reader, or an exception.</param>
internal sealed class ScriptedInvoker(Func<string, object, object?> answer) : CallInvoker
{
    private readonly ConcurrentQueue<(string Rpc, object Request, Metadata Headers)> calls = [];
    private readonly Channel<string> names = Channel.CreateUnbounded<string>();

    /// <summary>The requests of an rpc, oldest first.</summary>
    public IReadOnlyList<T> Requests<T>() => [.. calls.Select(call => call.Request).OfType<T>()];

    /// <summary>What the calls of an rpc had in a header, oldest first.</summary>
    public IReadOnlyList<string?> Headers(string rpc, string name) => [.. calls.Where(call => call.Rpc == rpc).Select(call => call.Headers.GetValue(name))];

    /// <summary>Waits for the next call of an rpc.</summary>
    public async Task CalledAsync(string rpc, CancellationToken cancellation)
    {
        while (await names.Reader.ReadAsync(cancellation) != rpc)
        {
        }
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new(ReplyAsync<TRequest, TResponse>(method.Name, request, options), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new(new Items<TResponse>(Ask(method.Name, request, options)), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    private async Task<TResponse> ReplyAsync<TRequest, TResponse>(string rpc, TRequest request, CallOptions options)
    {
        object? reply = Ask(rpc, request!, options);
        if (reply is Task silence)
        {
            await silence.WaitAsync(options.CancellationToken);
        }

        return reply is RpcException refusal ? throw refusal : (TResponse)(reply ?? Activator.CreateInstance<TResponse>())!;
    }

    private object? Ask(string rpc, object? request, CallOptions options)
    {
        calls.Enqueue((rpc, request!, options.Headers ?? []));
        names.Writer.TryWrite(rpc);
        return answer(rpc, request!);
    }

    private sealed class Items<T>(object? source) : IAsyncStreamReader<T>
    {
        public T Current { get; private set; } = default!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (source is RpcException refusal)
            {
                throw refusal;
            }

            if (source is not ChannelReader<T> reader || !await reader.WaitToReadAsync(cancellationToken))
            {
                return false;
            }

            Current = await reader.ReadAsync(cancellationToken);
            return true;
        }
    }
}
