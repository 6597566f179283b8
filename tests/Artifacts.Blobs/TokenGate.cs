using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Tapir.Tests.Azurite;

namespace Tapir.Artifacts.Blobs.Tests;

/// <summary>Stands before Azurite as a service that takes tokens: checks the token, and passes the request on signed with the key, which Azurite takes over plain HTTP.</summary>
internal sealed class TokenGate(ExpiringCredential credential, int port)
{
    /// <value>The account's address as the store is to know it. A token is never sent over plain HTTP.</value>
    public static Uri Account { get; } = new("https://store.test");

    /// <returns>The service's refusal, or null when the request may go on.</returns>
    public HttpResponseMessage? Pass(HttpRequestMessage request)
    {
        if (!credential.Accepts(request.Headers.Authorization?.Parameter))
        {
            return FaultyNetwork.Answer(HttpStatusCode.Unauthorized, "InvalidAuthenticationInfo");
        }

        request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = "http", Host = "127.0.0.1", Port = port, Path = AzuriteServer.Account + request.RequestUri!.AbsolutePath }.Uri;
        string signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(AzuriteServer.Key), Encoding.UTF8.GetBytes(TextToSign(request))));
        request.Headers.Authorization = new AuthenticationHeaderValue("SharedKey", $"{AzuriteServer.Account}:{signature}");
        return null;
    }

    /// <summary>As "Authorize with Shared Key" in the service's documentation has it.</summary>
    private static string TextToSign(HttpRequestMessage request)
    {
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal);
        foreach ((string name, IEnumerable<string> values) in request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []))
        {
            headers[name.ToLowerInvariant()] = string.Join(", ", values);
        }

        long length = request.Content?.Headers.ContentLength ?? 0;
        headers["content-length"] = length == 0 ? "" : length.ToString(CultureInfo.InvariantCulture);
        string[] standard = ["content-encoding", "content-language", "content-length", "content-md5", "content-type", "date", "if-modified-since", "if-match", "if-none-match", "if-unmodified-since", "range"];
        IEnumerable<string> lines = [
            request.Method.Method,
            .. standard.Select(name => name == "date" && headers.ContainsKey("x-ms-date") ? "" : headers.GetValueOrDefault(name, "")),
            .. headers.Where(header => header.Key.StartsWith("x-ms-", StringComparison.Ordinal)).Select(header => $"{header.Key}:{header.Value}"),
            $"/{AzuriteServer.Account}{request.RequestUri!.AbsolutePath}",
            .. request.RequestUri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(part => part.Split('=', 2)).OrderBy(part => part[0], StringComparer.Ordinal).Select(part => $"{part[0]}:{Uri.UnescapeDataString(part[1])}"),
        ];
        return string.Join('\n', lines);
    }
}
