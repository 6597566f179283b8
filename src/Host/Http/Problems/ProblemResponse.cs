using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Tapir.Host.Http.Problems;

/// <summary>Writes problem details (RFC 9457), as JSON whatever the client would rather have: a browser must never show a text from outside as a page.</summary>
internal static class ProblemResponse
{
    /// <summary>Says of a status that has no text yet what it means here.</summary>
    public static Task WriteAsync(HttpContext context) => WriteAsync(context, context.Response.StatusCode, title: null, Meaning(context, context.Response.StatusCode));

    /// <summary>What a status means here that says nothing else; null where it says enough.</summary>
    public static string? Meaning(HttpContext context, int status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address; the addresses that there are are described in the OpenAPI document.",
        StatusCodes.Status405MethodNotAllowed => $"This address does not know {context.Request.Method}.",
        StatusCodes.Status415UnsupportedMediaType => "The body has a form that is not read here. Send a spec with 'Content-Type: application/yaml', anything else with 'application/json'.",
        _ => null,
    };

    public static Task WriteAsync(HttpContext context, int status, string? title, string? detail) => WriteAsync(context, new ProblemDetails
    {
        Status = status,
        Title = title,
        Detail = detail,
    });

    public static Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        problem.Instance = context.Request.Path;
        // After a fault the headers that were set before are gone.
        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        return context.Features.Get<IProblemShape>()?.WriteAsync(context, problem) ?? TypedResults.Problem(problem).ExecuteAsync(context);
    }
}
