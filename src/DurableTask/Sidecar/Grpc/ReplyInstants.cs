using System.Collections.Frozen;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Tapir.DurableTask.Sidecar.Grpc;

/// <summary>Announces the instants around the reply to each call that writes: it is on disk and its caller has not heard; the caller has heard.</summary>
internal sealed class ReplyInstants : Interceptor
{
    private static readonly FrozenDictionary<string, (string Before, string After)> Named = new Dictionary<string, string>
    {
        ["StartInstance"] = "start",
        ["RestartInstance"] = "start",
        ["RewindInstance"] = "rewind",
        ["RaiseEvent"] = "event",
        ["TerminateInstance"] = "event",
        ["SuspendInstance"] = "event",
        ["ResumeInstance"] = "event",
        ["PurgeInstances"] = "purge",
        ["CompleteOrchestratorTask"] = "turn",
        ["CompleteActivityTask"] = "activity",
    }.ToFrozenDictionary(call => "/TaskHubSidecarService/" + call.Key, call => (call.Value + ".before-reply", call.Value + ".after-reply"));

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (!Named.TryGetValue(context.Method, out (string Before, string After) instants))
        {
            return await continuation(request, context);
        }

        if (Instants.IsWatched(instants.After))
        {
            context.GetHttpContext().Response.OnCompleted(() =>
            {
                Instants.Reach(instants.After);
                return Task.CompletedTask;
            });
        }

        TResponse response = await continuation(request, context);
        Instants.Reach(instants.Before);
        return response;
    }
}
