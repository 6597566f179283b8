using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Tapir.Activities.Reporting.Charts;

namespace Tapir.Host.Dashboard.Charts;

/// <summary><c>/charts.css</c>: the charts look here as they do in the report, so their style comes from where the report has it.</summary>
internal static class ChartStyleEndpoint
{
    private static readonly byte[] Style = Encoding.UTF8.GetBytes(ChartStyle.Text);
    private static readonly EntityTagHeaderValue Tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Style))[..16]}\"");

    public static void MapChartStyle(this IEndpointRouteBuilder routes) => routes.MapGet("/charts.css", (HttpResponse response) =>
    {
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(Style, "text/css; charset=utf-8", entityTag: Tag);
    }).AllowAnonymous().ExcludeFromDescription();
}
