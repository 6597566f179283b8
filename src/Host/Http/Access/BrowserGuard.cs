using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Tapir.Host.Access;
using Tapir.Host.Http.Problems;

namespace Tapir.Host.Http.Access;

/// <summary>Keeps pages of other sites from using a browser on this machine, or one that is logged in, against the server.</summary>
internal sealed class BrowserGuard(RequestDelegate next, AccessPolicy policy, KeyBook book)
{
    public Task InvokeAsync(HttpContext context)
    {
        // So that no answer is taken for a page that is none.
        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        HttpRequest request = context.Request;
        if (!policy.NeedsKey(book) && !IsThisMachine(request.Host.Host))
        {
            // A name of another site may have been made to lead to this machine; its pages would be let in as this server's own.
            return RefuseAsync(context, $"Without keys this server is asked by the names of its own machine, such as localhost or 127.0.0.1, and not as '{request.Host.Host}'. `tapir keys add` makes a key, which lets it be asked by any name.");
        }

        return IsChange(request) && IsFromElsewhere(request)
            ? RefuseAsync(context, "A page of another site asked a browser to change something here. Only pages of this server may.")
            : next(context);
    }

    private static Task RefuseAsync(HttpContext context, string reason) => ProblemResponse.WriteAsync(context, StatusCodes.Status403Forbidden, "Not from there", reason);

    private static bool IsThisMachine(string host) => host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    // A socket begins as a GET, and whatever comes through it later is seen by nobody here.
    private static bool IsChange(HttpRequest request) => !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Headers.ContainsKey(HeaderNames.Upgrade);

    // Programs send neither header; browsers say where a page came from, and 'null' where they would rather not.
    private static bool IsFromElsewhere(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        return origin is not null
            ? !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            : request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");
    }
}
