using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Tapir.Host.ModelServing;

/// <summary>Reads the fields of a request's body, and collects everything that is wrong with them.</summary>
internal sealed class RequestFields
{
    private readonly JsonElement body;
    private readonly List<(string Field, string Message)> problems = [];

    private RequestFields(JsonElement body) => this.body = body;

    /// <exception cref="OpenAIException">The body is no JSON object.</exception>
    public static async Task<RequestFields> ReadAsync(HttpRequest request)
    {
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new RequestFields(document.RootElement.Clone())
                : throw new OpenAIException(StatusCodes.Status400BadRequest, "invalid_request_error", "The body must be a JSON object.");
        }
        catch (JsonException malformed)
        {
            throw new OpenAIException(StatusCodes.Status400BadRequest, "invalid_request_error", $"The body is not JSON: {malformed.Message}");
        }
    }

    /// <summary>The field; undefined where it is missing or null.</summary>
    public JsonElement this[string name] => body.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : default;

    public bool Has(string name) => this[name].ValueKind != JsonValueKind.Undefined;

    public void Refuse(string name, string message) => problems.Add((name, message));

    public double Number(string name, double fallback, double least, double most)
    {
        JsonElement value = this[name];
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, $"'{name}' is {Shown(value)}; it must be a number from {least} to {most}.");
        return fallback;
    }

    public long Whole(string name, long fallback, long least, long most)
    {
        JsonElement value = this[name];
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, $"'{name}' is {Shown(value)}; it must be a whole number from {least} to {most}.");
        return fallback;
    }

    public bool Flag(string name)
    {
        JsonElement value = this[name];
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.True or JsonValueKind.False))
        {
            Refuse(name, $"'{name}' is {Shown(value)}; it must be true or false.");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>One text or a list of them; none where the field is missing.</summary>
    public IReadOnlyList<string> Texts(string name, int most)
    {
        JsonElement value = this[name];
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined:
                return [];
            case JsonValueKind.String when value.GetString() is { Length: > 0 } one:
                return [one];
            case JsonValueKind.Array when value.GetArrayLength() <= most && value.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String && part.GetString()!.Length > 0):
                return [.. value.EnumerateArray().Select(part => part.GetString()!)];
            default:
                Refuse(name, $"'{name}' is {Shown(value)}; it must be a text or a list of at most {most} texts, none of them empty.");
                return [];
        }
    }

    /// <exception cref="OpenAIException">Anything was wrong; all of it is told, and the first field is named.</exception>
    public void ThrowIfWrong()
    {
        if (problems.Count > 0)
        {
            throw OpenAIException.Invalid(problems[0].Field, string.Join(' ', problems.Select(problem => problem.Message)));
        }
    }

    public static string Shown(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= 60 ? text : $"{text[..60]}...";
    }
}
