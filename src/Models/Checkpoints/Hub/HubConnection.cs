using System.Net;
using System.Net.Http.Headers;

namespace Tapir.Models.Checkpoints.Hub;

/// <summary>One request at a time to a hub: follows its redirects, keeps the token to its own host, turns its answers into what to do next.</summary>
internal sealed class HubConnection(HttpClient client, HubOptions options, TimeProvider time)
{
    private const int MostRedirects = 6;

    /// <summary>Asks for a resource from a byte on.</summary>
    /// <returns>An answer of status 200, 206 or 416.</returns>
    /// <exception cref="HubRefusedException">No such thing, or no access to it.</exception>
    /// <exception cref="HubBusyException">The hub or the network fails for now.</exception>
    public async Task<HubAnswer> GetAsync(Uri address, long from, CancellationToken cancellation)
    {
        string digest = "";
        Uri at = address;
        for (int i = 0; i <= MostRedirects; i++)
        {
            HttpResponseMessage response = await SendAsync(at, from, cancellation).ConfigureAwait(false);
            digest = digest.Length > 0 ? digest : DigestOf(response);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return new HubAnswer(response, digest);
            }

            using (response)
            {
                at = (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location ? Follow(at, location) : throw Failure(response, address);
            }
        }

        throw new HubRefusedException($"{address} is redirected more than {MostRedirects} times.");
    }

    /// <summary>Reads a whole small answer.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async Task<string> GetTextAsync(Uri address, CancellationToken cancellation)
    {
        using HubAnswer answer = await GetAsync(address, 0, cancellation).ConfigureAwait(false);
        return await StalledAsync(address, answer.Response.Content.ReadAsStringAsync, cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs one wait for the network: what breaks it is a failure for now, and so is silence.</summary>
    /// <exception cref="HubBusyException">The network fails for now.</exception>
    public async Task<T> StalledAsync<T>(Uri address, Func<CancellationToken, Task<T>> wait, CancellationToken cancellation)
    {
        using CancellationTokenSource stall = new(options.Stall, time), either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stall.Token);
        try
        {
            return await wait(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new HubBusyException($"{address.Host} has sent nothing for {options.Stall.TotalSeconds} seconds", TimeSpan.Zero);
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            throw new HubBusyException($"the connection to {address.Host} failed: {cut.Message}", TimeSpan.Zero, cut);
        }
    }

    private Task<HttpResponseMessage> SendAsync(Uri address, long from, CancellationToken cancellation) => StalledAsync(address, async stalled =>
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        string token = Environment.GetEnvironmentVariable(options.TokenVariable) ?? "";
        if (token.Length > 0 && address.Host == options.Endpoint.Host && address.Port == options.Endpoint.Port)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stalled).ConfigureAwait(false);
    }, cancellation);

    private static Uri Follow(Uri at, Uri location)
    {
        Uri next = new(at, location);
        return next.Scheme == at.Scheme || next.Scheme == Uri.UriSchemeHttps ? next : throw new HubRefusedException($"{at} is redirected to {next.Host} without encryption.");
    }

    // A large file is a link: its own digest comes with the redirect, whereas the place that it leads to names something else.
    private static string DigestOf(HttpResponseMessage response)
    {
        string linked = response.Headers.TryGetValues("X-Linked-Etag", out IEnumerable<string>? values) ? values.First() : response.Headers.ETag?.Tag ?? "";
        string digest = linked.Trim('"');
        return digest.Length is 40 or 64 && digest.All(char.IsAsciiHexDigit) ? digest.ToLowerInvariant() : "";
    }

    private Exception Failure(HttpResponseMessage response, Uri address)
    {
        bool hasToken = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(options.TokenVariable));
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when hasToken => new HubRefusedException(
                $"{address}: the token in {options.TokenVariable} has no access ({(int)response.StatusCode}). Is it still valid, and are the model's terms accepted on its page?"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new HubRefusedException(
                $"{address}: there is no such model, or it is gated or private ({(int)response.StatusCode}). For the latter put an access token into the environment variable {options.TokenVariable}."),
            HttpStatusCode.NotFound => new HubRefusedException($"{address}: not found. Check owner, name and revision."),
            HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new HubBusyException(
                $"{address.Host} answers {(int)response.StatusCode}", RetryAfter(response)),
            _ => new HubRefusedException($"{address}: {(int)response.StatusCode} {response.ReasonPhrase}."),
        };
    }

    private TimeSpan RetryAfter(HttpResponseMessage response)
    {
        TimeSpan asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }
}
