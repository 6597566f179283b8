using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tapir.DurableTask.Sidecar;

/// <summary>A running sidecar: the task hub and the server in front of it. Disposing it ends both; what was accepted stays on disk.</summary>
public sealed class SidecarHost : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly string? socketPath;

    private SidecarHost(WebApplication application, TaskHub hub, string address, string? socketPath)
    {
        this.application = application;
        this.socketPath = socketPath;
        Hub = hub;
        Address = address;
    }

    /// <summary>The hub behind the server, for status and parked items.</summary>
    public TaskHub Hub { get; }

    /// <summary>Where it listens: <c>unix:///path</c>, or <c>http://127.0.0.1:port</c>.</summary>
    public string Address { get; }

    /// <summary>Opens the hub and starts to listen.</summary>
    /// <param name="options">Where the hub lies and where to listen.</param>
    /// <param name="loggers">Where to log; not disposed here.</param>
    /// <param name="clock">The hub's clock: timers fire by it.</param>
    /// <param name="services">Adds services of the host's own to the same server, or null.</param>
    /// <param name="endpoints">Maps endpoints of the host's own, for example a second gRPC service, or null.</param>
    /// <exception cref="TaskHubException">The hub cannot be opened, or the socket path is too long or taken.</exception>
    public static async Task<SidecarHost> StartAsync(
        SidecarOptions options,
        ILoggerFactory loggers,
        TimeProvider clock,
        CancellationToken cancellation,
        Action<IServiceCollection>? services = null,
        Action<IEndpointRouteBuilder>? endpoints = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        string? socket = options.UnixSocketPath is { } path ? UnixSocketPath.Prepare(path) : null;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.RemoveAll<ILoggerFactory>();
        builder.Services.AddSingleton(new LentLoggerFactory(loggers));
        builder.Services.AddSingleton<ILoggerFactory>(provider => provider.GetRequiredService<LentLoggerFactory>());
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, OwnerLifetime>());
        builder.Services.AddRouting();
        builder.Services.AddTaskHubSidecar(options, clock);
        services?.Invoke(builder.Services);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options, socket));

        WebApplication application = builder.Build();
        application.MapTaskHubSidecar();
        endpoints?.Invoke(application);
        try
        {
            TaskHub hub = application.Services.GetRequiredService<TaskHub>();
            application.Lifetime.ApplicationStopping.Register(hub.Close);
            await application.StartAsync(cancellation).ConfigureAwait(false);
            if (socket is not null && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            string address = socket is null
                ? application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()
                : "unix://" + socket;
            return new SidecarHost(application, hub, address, socket);
        }
        catch (IOException error)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new TaskHubException($"The sidecar cannot listen at {socket ?? $"127.0.0.1:{options.TcpPort}"}: {error.Message}", error);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Hub.Close();
        await application.StopAsync().ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
        if (socketPath is not null)
        {
            File.Delete(socketPath);
        }
    }

    private static void Configure(KestrelServerOptions kestrel, SidecarOptions options, string? socket)
    {
        if (socket is not null)
        {
            kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http2);
        }
        else
        {
            kestrel.Listen(IPAddress.Loopback, options.TcpPort, listen => listen.Protocols = HttpProtocols.Http2);
        }
    }
}
