using Microsoft.AspNetCore.Http;

namespace Tapir.Host.Http.Access;

/// <summary>Says of an endpoint that it is a page for people: whoever has no key is sent to where one can be given.</summary>
/// <param name="Path">Where that is.</param>
internal sealed record LoginPage(string Path)
{
    /// <summary>The address to send a browser to instead of the page that it asked for; null for whoever cannot type a key.</summary>
    public static string? For(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && context.GetEndpoint()?.Metadata.GetMetadata<LoginPage>() is { } login
            ? $"{login.Path}?from={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}"
            : null;
}
