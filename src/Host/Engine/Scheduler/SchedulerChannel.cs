using System.Net.Http;
using Azure.Core;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using RetryPolicy = Grpc.Net.Client.Configuration.RetryPolicy;

namespace Tapir.Host.Engine.Scheduler;

/// <summary>Opens channels to a managed scheduler: each call names the task hub, the caller and the worker, and carries a bearer token.</summary>
internal static class SchedulerChannel
{
    private const string Scope = "https://durabletask.io/.default";

    // As the official packages call again what a scheduler could not take at once.
    private static readonly RetryPolicy WhenUnavailable = new()
    {
        MaxAttempts = 10,
        InitialBackoff = TimeSpan.FromMilliseconds(50),
        MaxBackoff = TimeSpan.FromMilliseconds(250),
        BackoffMultiplier = 2,
        RetryableStatusCodes = { StatusCode.Unavailable },
    };

    public static GrpcChannel Open(SchedulerConnection connection)
    {
        string worker = $"{Environment.MachineName},{Environment.ProcessId},{Guid.NewGuid():N}";
        CallCredentials perCall = CallCredentials.FromInterceptor(async (context, metadata) =>
        {
            metadata.Add("taskhub", connection.TaskHub);
            metadata.Add("workerid", worker);
            metadata.Add("x-user-agent", $"tapir/{typeof(SchedulerChannel).Assembly.GetName().Version}");
            if (connection.Credential is { } credential)
            {
                // The credential keeps its token until shortly before it expires.
                AccessToken token = await credential.GetTokenAsync(new TokenRequestContext([Scope]), context.CancellationToken);
                metadata.Add("authorization", $"Bearer {token.Token}");
            }
        });
        bool isEmulator = connection.Endpoint.Scheme == Uri.UriSchemeHttp;
        return GrpcChannel.ForAddress(connection.Endpoint, new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Create(isEmulator ? ChannelCredentials.Insecure : ChannelCredentials.SecureSsl, perCall),
            UnsafeUseInsecureChannelCallCredentials = isEmulator,
            MaxRetryAttempts = WhenUnavailable.MaxAttempts,
            ServiceConfig = new ServiceConfig { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = WhenUnavailable } } },
            HttpHandler = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                KeepAlivePingDelay = TimeSpan.FromSeconds(30),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            },
            DisposeHttpClient = true,
        });
    }
}
