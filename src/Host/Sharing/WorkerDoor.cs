using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Sidecar;
using Tapir.Host.Http.Access;
using Tapir.Host.Serving;
using Tapir.Host.State;

namespace Tapir.Host.Sharing;

/// <summary>Lets workers on other machines in: a second server before the task hub, with TLS and a token, and the state folder's service beside it.</summary>
internal sealed class WorkerDoor : IAsyncDisposable
{
    // Whoever knocks is counted before the token is looked at: more than a house of workers needs, and no more.
    private const int MostConnections = 1_000;
    private const int MostStreamsOfAConnection = 10_000;
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private readonly WebApplication web;
    private readonly ITimer silence;
    private readonly ITimer sweeps;

    private WorkerDoor(WebApplication web, ITimer silence, ITimer sweeps)
    {
        this.web = web;
        this.silence = silence;
        this.sweeps = sweeps;
    }

    /// <value>Where it listens.</value>
    public string Address => web.Urls.First();

    /// <exception cref="StateException">The address cannot be listened on.</exception>
    public static async Task<WorkerDoor> OpenAsync(DoorPlan plan, TaskHub hub, SharedRooms rooms, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellation)
    {
        rooms.Uploads.SweepAbandoned();
        WebApplication web = Build(plan, hub, rooms, loggers);
        try
        {
            await web.StartAsync(cancellation);
        }
        catch (IOException problem)
        {
            await web.DisposeAsync();
            throw new StateException($"Cannot listen for workers on {plan.Address.Url}: {problem.Message} Name another address in 'tapir.workers.listen' of host.json.", problem);
        }

        ILogger logger = loggers.CreateLogger<WorkerDoor>();
        TimeSpan often = SharedRooms.Lease / 3;
        return new WorkerDoor(
            web,
            clock.CreateTimer(_ => _ = EndSilentAsync(rooms, logger), null, often, often),
            clock.CreateTimer(_ => Sweep(rooms.Uploads, logger), null, BetweenSweeps, BetweenSweeps));
    }

    public async ValueTask DisposeAsync()
    {
        await silence.DisposeAsync();
        await sweeps.DisposeAsync();
        // Workers' streams have no end of their own; they come again when somebody is there.
        using CancellationTokenSource closing = new(ClosingTime);
        await web.StopAsync(closing.Token);
        await web.DisposeAsync();
    }

    private static WebApplication Build(DoorPlan plan, TaskHub hub, SharedRooms rooms, ILoggerFactory loggers)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.RemoveAll<ILoggerFactory>();
        builder.Services.AddSingleton(loggers);
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, ServerLifetime>());
        builder.Services.AddRouting().AddSingleton(plan.Token).AddSingleton(rooms).AddTaskHubSidecar(hub);
        builder.Services.AddGrpc().AddServiceOptions<SharingService>(grpc =>
        {
            grpc.MaxReceiveMessageSize = SharingService.LargestMessage;
            grpc.MaxSendMessageSize = null;
            grpc.Interceptors.Add<FaultInterceptor>();
        });
        builder.WebHost.UseKestrelCore().UseUrls(plan.Address.Url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.Http2.MaxStreamsPerConnection = MostStreamsOfAConnection;
            kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2);
        });
        if (plan.Certificate is { } certificate)
        {
            certificate.Logger = loggers.CreateLogger<WorkerDoor>();
            UseTls(builder.WebHost, certificate);
        }

        WebApplication web = builder.Build();
        web.UseMiddleware<DoorGuard>();
        web.UseRouting();
        web.MapTaskHubSidecar();
        web.MapGrpcService<SharingService>().DisableHttpMetrics();
        return web;
    }

    private static void UseTls(IWebHostBuilder host, TlsCertificate certificate) =>
        host.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = certificate.Current.TargetCertificate;
            https.OnAuthenticate = (_, tls) => tls.ServerCertificateContext = certificate.Current;
        }));

    private static void Sweep(Uploads uploads, ILogger logger)
    {
        try
        {
            uploads.SweepAbandoned();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            logger.UploadsNotSwept(problem);
        }
    }

    private static async Task EndSilentAsync(SharedRooms rooms, ILogger logger)
    {
        try
        {
            rooms.Watched.EndSilent(SharedRooms.Lease);
            await rooms.Calls.EndSilentAsync(SharedRooms.Lease);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The ledger takes nothing, or is being closed; the next time ends what is left.
            logger.SilentCallsNotEnded(problem);
        }
    }
}
