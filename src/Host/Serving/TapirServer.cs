using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tapir.Host.Backups.Clock;
using Tapir.Host.Dashboard;
using Tapir.Host.Engine;
using Tapir.Host.Examples;
using Tapir.Host.Http;
using Tapir.Host.Http.Access;
using Tapir.Host.Http.Problems;
using Tapir.Host.Live;
using Tapir.Host.Rating;
using Tapir.Host.Reviewing;
using Tapir.Host.Scheduling;
using Tapir.Host.Settings;
using Tapir.Host.Sharing;
using Tapir.Host.Specs.Shelf;
using Tapir.Host.State;
using Tapir.Host.Telemetry;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Serving;

/// <summary>`tapir serve`: sidecar, worker, line of runs, HTTP API and page in one process, each of which can be left out.</summary>
internal sealed class TapirServer : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> owned = new();

    private TapirServer()
    {
    }

    /// <summary>Where the HTTP API and the page are served; none when both were left out.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>Where workers on other machines are let in; null where they are not.</summary>
    public string? WorkersAddress { get; private set; }

    /// <exception cref="StateException">Another process runs the sidecar of the folder, or an address cannot be listened on.</exception>
    public static async Task<TapirServer> StartAsync(ServeOptions options, HostSettings settings, CancellationToken cancellation)
    {
        TapirServer server = new();
        try
        {
            await server.OpenAsync(options, settings, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out IAsyncDisposable? part))
        {
            await part.DisposeAsync();
        }
    }

    private async Task OpenAsync(ServeOptions options, HostSettings settings, CancellationToken cancellation)
    {
        // Wrong settings are told before anything is opened.
        IReadOnlyList<ScheduleDefinition> schedules = options.Has(ServePart.Schedules) ? SettingsSchedules.Read(settings.Tapir.Schedules, settings.Tapir.Allow, TimeProvider.System.GetUtcNow()) : [];
        HttpAccess? access = options.Has(ServePart.Api) || options.Has(ServePart.Page)
            ? HttpAccess.Check(options.Urls, settings.Tapir.Http, options.State, TimeProvider.System)
            : null;
        if (options.Sidecar is null)
        {
            _ = DoorPlan.Of(settings.Tapir.Workers, Environment.GetEnvironmentVariable);
        }

        TapirEngine engine = options.Sidecar is { } address
            ? await TapirEngine.OpenAtAsync(options.State, address, cancellation)
            : await TapirEngine.OpenAsync(options.State, EngineAccess.Own, cancellation);
        engine.IsServing = true;
        owned.Push(engine);
        engine.Work.StartTelemetry();
        CallTrees calls = new(TimeProvider.System);
        if (options.Has(ServePart.Worker))
        {
            await engine.Work.StartWorkerAsync(calls, options.Functions, cancellation);
        }

        WorkersAddress = await engine.Work.LetWorkersInAsync(calls, cancellation);

        if (access is null && !options.Has(ServePart.Schedules))
        {
            return;
        }

        RunQueue queue = await RunQueue.StartAsync(engine, settings.Tapir, engine.Loggers.CreateLogger("Tapir.Runs"), cancellation);
        owned.Push(queue);
        if (options.Has(ServePart.Schedules))
        {
            await ScheduleServing.StartAsync(engine, schedules, cancellation);
            await BackupServing.StartAsync(engine, settings.Tapir.Backup, cancellation);
        }

        if (access is null)
        {
            return;
        }

        WebApplication web = Build(options, settings, access, engine, calls, queue);
        owned.Push(web);
        owned.Push(new RunMetrics(web.Services.GetRequiredService<RunDirectory>()));
        try
        {
            await web.StartAsync(cancellation);
        }
        catch (IOException problem)
        {
            throw new StateException($"Cannot listen on {string.Join(", ", options.Urls)}: {problem.Message} Name another address with --urls.", problem);
        }

        Addresses = [.. web.Urls];
    }

    private static WebApplication Build(ServeOptions options, HostSettings settings, HttpAccess access, TapirEngine engine, CallTrees calls, RunQueue queue)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(TapirServer).Assembly.GetName().Name });
        builder.Services.RemoveAll<ILoggerFactory>();
        builder.Services.AddSingleton(engine.Loggers);
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, ServerLifetime>());
        builder.Services.AddSingleton(engine).AddSingleton(calls).AddSingleton(queue).AddSingleton(settings).AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new RunIndex(engine.Runs, options.State.Runs, TimeProvider.System)).AddSingleton<EndedRuns>();
        builder.Services.AddSingleton<RunFileAddresses>().AddSingleton<RunBoard>().AddSingleton<RunDirectory>().AddSingleton<RunStarts>().AddSingleton<RunControl>().AddSingleton<ExampleShelf>();
        builder.Services.AddSingleton<ScheduleIntake>().AddSingleton<ScheduleControl>().AddSingleton<ReviewDesk>();
        builder.Services.AddSingleton<RatingDesk>();
        builder.Services.AddRouting().AddProblemDetails().AddExceptionHandler<ExceptionProblems>();
        if (options.Has(ServePart.Api))
        {
            builder.Services.AddTapirApi();
        }

        if (options.Has(ServePart.Page))
        {
            builder.WebHost.UseStaticWebAssets();
            builder.Services.AddDashboard();
        }

        builder.Services.AddSingleton(new SpecShelf(options.State, TimeProvider.System));
        access.Configure(builder.Services, builder.WebHost.UseKestrelCore().UseUrls([.. options.Urls]), engine.Loggers.CreateLogger("Tapir.Http"));
        WebApplication web = builder.Build();
        web.UseExceptionHandler();
        web.UseStatusCodePages(bare => ProblemResponse.WriteAsync(bare.HttpContext));
        if (options.Has(ServePart.Page))
        {
            web.UseMiddleware<PageHeaders>(settings.Extensions.Http.RoutePrefix);
        }

        access.Use(web);
        if (options.Has(ServePart.Api))
        {
            web.MapTapirApi(settings.Extensions.Http.RoutePrefix);
        }

        if (options.Has(ServePart.Page))
        {
            web.UseDashboard(settings.Extensions.Http.RoutePrefix, options.Has(ServePart.Api));
        }

        return web;
    }
}
