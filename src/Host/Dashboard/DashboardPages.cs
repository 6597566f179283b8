using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;
using Tapir.Host.Access;
using Tapir.Host.Dashboard.Access;
using Tapir.Host.Dashboard.Charts;
using Tapir.Host.Dashboard.Runs;
using Tapir.Host.Dashboard.Schedules;
using Tapir.Host.Dashboard.Shell;
using Tapir.Host.Dashboard.Specs;
using Tapir.Host.Http.Access;
using Tapir.Host.Http.Health;
using Tapir.Host.Http.Specs;

namespace Tapir.Host.Dashboard;

/// <summary>The page: Blazor on this server, live over one connection a browser tab.</summary>
internal static class DashboardPages
{
    // A spec that is pasted into the editor travels in one message.
    private const long LargestMessage = 1 << 20;

    // What a tab that was closed leaves behind in memory.
    private const int MostDisconnected = 20;
    private static readonly TimeSpan KeepDisconnected = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitMaxRetained = MostDisconnected;
            circuits.DisconnectedCircuitRetentionPeriod = KeepDisconnected;
        }).AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new ProcessKeys());
        services.AddMudServices();
        services.AddScoped<PageCaller>().AddScoped<PageNotices>().AddScoped<PageDeeds>().AddScoped<RunActions>();
        services.AddSingleton<RunCourses>();
        services.TryAddSingleton<SpecIntake>();
        services.AddSingleton<SpecBeginnings>().AddScoped<SpecDesk>().AddScoped<ScheduleOrders>();
        return services;
    }

    /// <param name="apiPrefix">Where the HTTP API is; what is asked for there is never answered with a page.</param>
    /// <param name="hasApi">Whether the HTTP API is served here too.</param>
    public static void UseDashboard(this WebApplication web, string apiPrefix, bool hasApi)
    {
        if (!hasApi)
        {
            // The page asks for it while the server is away, and gives the key there.
            web.MapHealth();
            web.MapGroup($"/{apiPrefix}").MapSession();
        }

        web.Use((context, next) =>
        {
            PageCaller.Remember(context);
            return next(context);
        });
        web.UseAntiforgery();
        web.MapStaticAssets().AllowAnonymous();
        web.MapChartStyle();
        web.MapGet($"/{apiPrefix}/{{**rest}}", () => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound)).ExcludeFromDescription();
        web.MapRazorComponents<App>()
            // The header is ours (PageHeaders), and stricter.
            .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null)
            .WithStaticAssets()
            // To look is enough for the connection; what is done through it is checked each time (PageCaller).
            .NeedsScope(KeyScope.Read)
            .WithMetadata(new LoginPage("/login"))
            .Add(OnlyGet);
    }

    // The page that says that there is none of that name takes every path; what is sent there is for others.
    private static void OnlyGet(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern } && pattern.Contains('*', StringComparison.Ordinal))
        {
            foreach (HttpMethodMetadata any in endpoint.Metadata.OfType<HttpMethodMetadata>().ToList())
            {
                endpoint.Metadata.Remove(any);
            }

            endpoint.Metadata.Add(new HttpMethodMetadata(["GET"]));
        }
    }
}
