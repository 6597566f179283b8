using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Tapir.Teachers.Endpoints;

/// <summary>Stands between the chat library and the network: takes every reply whole, cleans it of the key, keeps its bytes for the ledger, and
/// turns whatever is not a success into an exception that says what follows from it.</summary>
internal sealed class EndpointHandler(ChatModelSpec spec, EndpointKey key, TimeProvider time, HttpMessageHandler network) : DelegatingHandler(network)
{
    private static readonly AsyncLocal<ReplyHolder?> Current = new();

    /// <summary>Keeps the bytes of the reply to the request that is made next in this flow of control.</summary>
    public static ReplyHolder Capture() => Current.Value = new ReplyHolder();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (key.IsNone)
        {
            request.Headers.Authorization = null;
        }

        if (spec.MaxTokensField == MaxTokensField.MaxTokens)
        {
            await UseOlderNameAsync(request, cancellationToken).ConfigureAwait(false);
        }

        HttpResponseMessage response = await ReceiveAsync(request, cancellationToken).ConfigureAwait(false);
        byte[] body = key.Clean(await ReadAsync(response, cancellationToken).ConfigureAwait(false));
        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw ErrorReply.Explain(
                    spec, response.StatusCode, body, RetryAfterOf(response), response.Headers.Location is { } to ? key.Clean(to.GetLeftPart(UriPartial.Path)) : null);
            }
        }

        if (Current.Value is { } holder)
        {
            holder.Bytes = body;
        }

        ByteArrayContent content = new(body);
        content.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content.Dispose();
        response.Content = content;
        return response;
    }

    private static async Task UseOlderNameAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        JsonNode? body = JsonNode.Parse(await request.Content!.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
        if (body is JsonObject fields && fields.Remove("max_completion_tokens", out JsonNode? limit))
        {
            fields["max_tokens"] = limit;
            request.Content = new StringContent(fields.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        }
    }

    private async Task<HttpResponseMessage> ReceiveAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await base.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException error) when (error.InnerException is PrivateAddressException)
        {
            throw new EndpointRefusedException(
                $"{spec.Url} (model {spec.Model}) leads into a private network, and its run was asked for by someone who may not send calls there. "
                + "If it is meant, list it in 'tapir.allow.endpoints' of host.json and let the run go on.");
        }
        catch (HttpRequestException error)
        {
            bool sent = error.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);
            throw new TransientEndpointException($"{spec.Url} (model {spec.Model}) could not be reached: {key.Clean(error.Message)}", sent);
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            response.Dispose();
            throw new TransientEndpointException($"{spec.Url} (model {spec.Model}) broke its reply off: {key.Clean(error.Message)}", mayBeCharged: true);
        }
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } retryAfter)
        {
            return null;
        }

        TimeSpan? wait = retryAfter.Delta ?? (retryAfter.Date - time.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
