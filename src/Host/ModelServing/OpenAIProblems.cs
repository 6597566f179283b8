using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Tapir.Models.ChatTemplates;
using Tapir.Models.Generation.Running;

namespace Tapir.Host.ModelServing;

/// <summary>Tells what goes wrong in OpenAI's shape.</summary>
internal sealed class OpenAIProblems(ILogger<OpenAIProblems> logger) : IExceptionHandler
{
    public static OpenAIException Of(Exception problem) => problem switch
    {
        OpenAIException known => known,
        PromptTooLongException => OpenAIException.Invalid("messages", problem.Message, "context_length_exceeded"),
        ChatTemplateException => OpenAIException.Invalid("messages", problem.Message),
        ModelBusyException => new OpenAIException(StatusCodes.Status429TooManyRequests, "rate_limit_error", problem.Message, code: "rate_limit_exceeded"),
        ModelStoppedException => new OpenAIException(StatusCodes.Status503ServiceUnavailable, "server_error", problem.Message, code: "service_unavailable"),
        BadHttpRequestException bad => new OpenAIException(bad.StatusCode, "invalid_request_error", bad.Message),
        _ => new OpenAIException(StatusCodes.Status500InternalServerError, "server_error", "A fault in Tapir; the server's log says more."),
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        OpenAIException told = Of(exception);
        if (told.Status == StatusCodes.Status500InternalServerError)
        {
            logger.RequestFailed(httpContext.Request.Method, httpContext.Request.Path, exception);
        }

        httpContext.Response.StatusCode = told.Status;
        if (told.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers[HeaderNames.RetryAfter] = 1.ToString(CultureInfo.InvariantCulture);
        }

        await httpContext.Response.WriteAsJsonAsync(told.ToDocument(), OpenAIJson.Options, cancellationToken);
        return true;
    }
}
