using System.Net;
using System.Text.Json;

namespace Tapir.Teachers.Endpoints;

/// <summary>What an endpoint's error reply says, and what follows from it.</summary>
internal static class ErrorReply
{
    private const int LongestDetail = 300;

    /// <summary>The exception for a reply that is not a success. The body must be cleaned of the key already.</summary>
    public static Exception Explain(ChatModelSpec spec, HttpStatusCode status, byte[] body, TimeSpan? retryAfter, string? location)
    {
        (string code, string detail) = Read(body);
        string says = $"{spec.Url} (model {spec.Model}) replied {(int)status}" + (detail.Length > 0 ? $": {detail}" : "");
        return (int)status switch
        {
            401 or 403 => new EndpointRefusedException(RefusedKey(spec, status, detail)),
            402 => new EndpointRefusedException($"The account at the endpoint is out of funds: {says}. Settle it, and the run goes on."),
            404 or 410 => new EndpointRefusedException($"The endpoint does not know the model or the address: {says}. Check both in the spec."),
            429 when code is "insufficient_quota" or "billing_hard_limit_reached" =>
                new EndpointRefusedException($"The account at the endpoint is out of funds: {says}. Settle it, and the run goes on."),
            >= 300 and < 400 => new EndpointRefusedException(
                $"{spec.Url} sends requests on to {location ?? "another address"}. Tapir does not follow, because the key would go there too: write the new address into the spec if you trust it."),
            408 or 409 or 425 or 429 => new TransientEndpointException(says, mayBeCharged: false, retryAfter) { Status = status },
            // A gateway that gave up: the model behind it may have gone on and be paid for.
            504 or 524 => new TransientEndpointException(says, mayBeCharged: true, retryAfter) { Status = status },
            >= 500 => new TransientEndpointException(says, mayBeCharged: false, retryAfter) { Status = status },
            _ when code.Contains("content_filter", StringComparison.OrdinalIgnoreCase) || code.Contains("content_policy", StringComparison.OrdinalIgnoreCase) =>
                new ContentFilteredException(says, body),
            _ => new RequestRejectedException(says),
        };
    }

    private static string RefusedKey(ChatModelSpec spec, HttpStatusCode status, string detail)
    {
        string said = detail.Length > 0 ? $" ({detail})" : "";
        return spec.KeyVariable is { } variable
            ? $"{spec.Url} refused the key in the environment variable {variable} with {(int)status}{said}. Set the variable to a key that may use the model {spec.Model}, and run the same command again."
            : $"{spec.Url} wants a key: it replied {(int)status}{said}. Name the environment variable that holds it in the spec.";
    }

    private static (string Code, string Detail) Read(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement error = document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error", out JsonElement inner)
                ? inner
                : document.RootElement;
            return error.ValueKind switch
            {
                JsonValueKind.Object => (TextOf(error, "code") ?? TextOf(error, "type") ?? "", Shorten(TextOf(error, "message") ?? "")),
                JsonValueKind.String => ("", Shorten(error.GetString()!)),
                _ => ("", ""),
            };
        }
        catch (JsonException)
        {
            // A page of a proxy, say: the status tells what there is to tell.
            return ("", "");
        }
    }

    private static string? TextOf(JsonElement error, string property) =>
        error.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestDetail ? line : line[..LongestDetail] + "...";
    }
}
