using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tapir.Host.Engine;
using Tapir.Host.Http.Access;
using Tapir.Host.Http.Problems;
using Tapir.Host.Serving;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.ModelServing;

/// <summary>`tapir serve-model`: one model behind OpenAI's API, guarded like `tapir serve`.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    /// <summary>How long answers that are under way may take to their end once the server is to stop. Shorter than the 30 seconds after which most supervisors kill.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(25);

    private readonly WebApplication web;
    private readonly ILoggerFactory loggers;
    private readonly ServedModel model;

    private ModelServer(WebApplication web, ILoggerFactory loggers, ServedModel model)
    {
        this.web = web;
        this.loggers = loggers;
        this.model = model;
    }

    public IReadOnlyList<string> Addresses => [.. web.Urls];

    /// <param name="state">Where the keys are, if there are any.</param>
    /// <param name="model">Its runner is drained with the server, and stays its owner's.</param>
    /// <exception cref="StateException">The address is not guarded well enough, or cannot be listened on.</exception>
    public static async Task<ModelServer> StartAsync(string url, AccessSettings settings, StateFolder state, ServedModel model, CancellationToken cancellation)
    {
        HttpAccess access = HttpAccess.Check([url], settings, state, model.Clock);
        ILoggerFactory loggers = EngineLogging.Create();
        WebApplication web = Build(url, access, loggers, model);
        try
        {
            await web.StartAsync(cancellation);
            return new ModelServer(web, loggers, model);
        }
        catch (Exception problem)
        {
            await web.DisposeAsync();
            loggers.Dispose();
            throw problem is IOException ? new StateException($"Cannot listen on {url}: {problem.Message} Name another address with --listen.", problem) : problem;
        }
    }

    /// <summary>Takes no more requests and lets those that are there come to their end.</summary>
    public async Task DrainAsync()
    {
        Task drained = model.Runner.DrainAsync();
        using CancellationTokenSource limit = new(DrainTime, model.Clock);
        await drained.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await web.StopAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        loggers.Dispose();
    }

    private static WebApplication Build(string url, HttpAccess access, ILoggerFactory loggers, ServedModel model)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(ModelServer).Assembly.GetName().Name });
        builder.Services.RemoveAll<ILoggerFactory>();
        builder.Services.AddSingleton(loggers);
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, ServerLifetime>());
        builder.Services.AddSingleton(model).AddSingleton(model.Clock);
        builder.Services.AddRouting().AddProblemDetails().AddExceptionHandler<OpenAIProblems>();
        access.Configure(builder.Services, builder.WebHost.UseKestrelCore().UseUrls(url), loggers.CreateLogger("Tapir.Http"));
        WebApplication web = builder.Build();
        web.UseExceptionHandler();
        web.Use((context, next) =>
        {
            // The guards tell what they refuse in the shape that this server's clients read.
            context.Features.Set<IProblemShape>(OpenAIProblemShape.Instance);
            return next(context);
        });
        web.UseStatusCodePages(bare => ProblemResponse.WriteAsync(bare.HttpContext));
        access.Use(web);
        web.MapCompletions();
        web.MapModels();
        return web;
    }
}
