using Microsoft.AspNetCore.Http;

namespace Tapir.Host.ModelServing;

/// <summary>A request that is refused, as clients of OpenAI's API are told.</summary>
/// <param name="param">Name of the field that is at fault; null where none is.</param>
/// <param name="code">A word for programs; null where the type says enough.</param>
internal sealed class OpenAIException(int status, string type, string message, string? param = null, string? code = null) : Exception(message)
{
    public int Status => status;

    public ErrorDocument ToDocument() => new(new ErrorBody(Message, type, param, code));

    public static OpenAIException Invalid(string param, string message, string? code = null) =>
        new(StatusCodes.Status400BadRequest, "invalid_request_error", message, param, code);
}
