using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Tapir.Host.Http.Problems;

namespace Tapir.Host.ModelServing;

/// <summary>What the guards of the HTTP API refuse, in OpenAI's shape.</summary>
internal sealed class OpenAIProblemShape : IProblemShape
{
    public static OpenAIProblemShape Instance { get; } = new();

    public Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        int status = problem.Status ?? context.Response.StatusCode;
        (string type, string? code) = status switch
        {
            StatusCodes.Status401Unauthorized => ("authentication_error", "invalid_api_key"),
            StatusCodes.Status403Forbidden => ("permission_error", null),
            StatusCodes.Status429TooManyRequests => ("rate_limit_error", "rate_limit_exceeded"),
            >= 500 => ("server_error", null),
            _ => ("invalid_request_error", (string?)null),
        };
        context.Response.StatusCode = status;
        string message = problem.Detail ?? problem.Title ?? $"The request was refused with the status {status}.";
        return context.Response.WriteAsJsonAsync(new OpenAIException(status, type, message, code: code).ToDocument(), OpenAIJson.Options);
    }
}
