using Tapir.Host.Access;

namespace Tapir.Host.Http.Access;

/// <summary>How the server's addresses are guarded.</summary>
/// <param name="AlwaysKeys">Whether every request needs a key, even while there is none.</param>
/// <param name="IsBehindProxy">Whether proxies are trusted to say for whom they ask.</param>
internal sealed record AccessPolicy(bool AlwaysKeys, bool IsBehindProxy)
{
    /// <summary>Keys that have ended count too: the last one's end must not open the door to all.</summary>
    public bool NeedsKey(KeyBook book) => AlwaysKeys || book.List().Count > 0;
}
