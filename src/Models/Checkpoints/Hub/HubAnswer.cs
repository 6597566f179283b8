using System.Net.Http.Headers;

namespace Tapir.Models.Checkpoints.Hub;

/// <summary>The answer at the end of all redirects, and what the hub said on the way about the file's content.</summary>
/// <param name="Digest">SHA-256 (64 hexadecimal digits) of a large file, git's SHA-1 (40) of a small one; empty if the hub says neither.</param>
internal sealed record HubAnswer(HttpResponseMessage Response, string Digest) : IDisposable
{
    /// <summary>Bytes of the whole file; 0 if they are not known.</summary>
    public long Total => Response.Content.Headers.ContentRange is { HasLength: true, Length: { } whole } ? whole : Response.Content.Headers.ContentLength ?? 0;

    /// <summary>The first byte of the file that this answer has.</summary>
    public long From => Response.Content.Headers.ContentRange is ContentRangeHeaderValue { From: { } from } ? from : 0;

    public void Dispose() => Response.Dispose();
}
