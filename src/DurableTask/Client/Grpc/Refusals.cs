using Grpc.Core;

namespace Tapir.DurableTask.Client.Grpc;

/// <summary>What the caller sees for a status that the server answers with.</summary>
internal sealed class Refusals
{
    private readonly Dictionary<StatusCode, Func<string, RpcException, Exception>> exceptions = [];

    public static Refusals None { get; } = new();

    public static Refusals Start { get; } = new Refusals()
        .On(StatusCode.AlreadyExists, (detail, cause) => new OrchestrationAlreadyExistsException(detail, cause))
        .On(StatusCode.InvalidArgument, (detail, cause) => new ArgumentException(detail, cause));

    public static Refusals Restart { get; } = new Refusals()
        .On(StatusCode.NotFound, (detail, cause) => new ArgumentException(detail, cause))
        .On(StatusCode.FailedPrecondition, (detail, cause) => new InvalidOperationException(detail, cause));

    public static Refusals Rewind { get; } = new Refusals()
        .On(StatusCode.NotFound, (detail, cause) => new ArgumentException(detail, cause))
        .On(StatusCode.FailedPrecondition, (detail, cause) => new InvalidOperationException(detail, cause))
        .On(StatusCode.Unimplemented, (detail, cause) => new NotImplementedException(detail, cause));

    public static Refusals Purge { get; } = new Refusals()
        .On(StatusCode.FailedPrecondition, (detail, cause) => new InvalidOperationException(detail, cause))
        .On(StatusCode.Unimplemented, (detail, cause) => new NotImplementedException(detail, cause));

    public static Refusals History { get; } = new Refusals()
        .On(StatusCode.NotFound, (detail, cause) => new ArgumentException(detail, cause))
        .On(StatusCode.Internal, (detail, cause) => new InvalidOperationException(detail, cause));

    /// <summary>Makes a call and turns its refusal into what the caller should see; other failures pass unchanged.</summary>
    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.Cancelled)
        {
            throw new OperationCanceledException("The call to the sidecar was cancelled.", refused, cancellation);
        }
        catch (RpcException refused) when (exceptions.TryGetValue(refused.StatusCode, out Func<string, RpcException, Exception>? exception))
        {
            throw exception(refused.Status.Detail, refused);
        }
    }

    private Refusals On(StatusCode code, Func<string, RpcException, Exception> exception)
    {
        exceptions.Add(code, exception);
        return this;
    }
}
