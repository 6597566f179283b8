using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Tapir.Host.Dashboard;

/// <summary>What the browser is told not to do with the page: run or load anything that is not from here, be framed, tell other hosts where it was.</summary>
/// <remarks>Left open: style attributes (<c>style-src-attr</c>), which MudBlazor sets on its elements. They cannot run anything, and all text is encoded, so that
/// nobody but the program writes one. Scripts and style elements are files of ours alone.</remarks>
internal sealed class PageHeaders(RequestDelegate next, string apiPrefix)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src-elem 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    private readonly PathString api = new($"/{apiPrefix}");

    public Task InvokeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (!context.Request.Path.StartsWithSegments(api))
        {
            headers.ContentSecurityPolicy = Policy;
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (context.Features.Get<IStatusCodePagesFeature>() is { } problems)
            {
                // Who asks for a page that is not there gets one that says so, and no problem details.
                problems.Enabled = false;
            }
        }

        return next(context);
    }
}
