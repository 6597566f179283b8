using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Tapir.DurableTask.Client;

namespace Tapir.DurableTask.Crashes.Tests.Processes;

/// <summary>A client that asks again whenever the sidecar was killed under its call, as an honest client has to.</summary>
internal sealed class PatientClient : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    private readonly ServiceProvider services;
    private readonly DurableTaskClient client;

    public PatientClient(string address)
    {
        ServiceCollection collection = new();
        collection.AddLogging();
        collection.AddDurableTaskClient(builder => builder.UseGrpc(address));
        services = collection.BuildServiceProvider();
        client = services.GetRequiredService<DurableTaskClient>();
    }

    /// <summary>Asks until there is an answer.</summary>
    /// <param name="done">Tells, of the refusal of a later try, whether an earlier one had succeeded although nobody heard of it.</param>
    /// <returns>How often it asked.</returns>
    public async Task<int> DoAsync(Func<DurableTaskClient, Task> call, CancellationToken cancellation, Func<Exception, bool>? done = null)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await call(client);
                return attempt;
            }
            catch (Exception error) when (attempt > 1 && done?.Invoke(error) == true)
            {
                return attempt;
            }
            catch (Exception error) when (IsPassing(error) && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    /// <inheritdoc cref="DoAsync"/>
    /// <returns>The answer.</returns>
    public async Task<T> AskAsync<T>(Func<DurableTaskClient, Task<T>> call, CancellationToken cancellation)
    {
        T? answer = default;
        await DoAsync(async asked => answer = await call(asked), cancellation);
        return answer!;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    // "The task hub failed" is a fault of the hub's own, never a kill. A full disk passes when there is room.
    private static bool IsPassing(Exception error) => error switch
    {
        RpcException { StatusCode: StatusCode.Internal } failed => !failed.Status.Detail.StartsWith("The task hub", StringComparison.Ordinal),
        RpcException failed => failed.StatusCode is StatusCode.Unavailable or StatusCode.Unknown or StatusCode.Cancelled or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted,
        OperationCanceledException or IOException or HttpRequestException => true,
        _ => false,
    };
}
