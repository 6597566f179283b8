using Azure;

namespace Tapir.Artifacts;

/// <summary>What lies in the store under an artifact's name.</summary>
internal abstract record BlobPresence
{
    private BlobPresence()
    {
    }

    /// <summary>Nothing.</summary>
    public sealed record Absent : BlobPresence;

    /// <summary>The artifact.</summary>
    public sealed record Intact : BlobPresence;

    /// <summary>Other bytes.</summary>
    /// <param name="Version">Of those bytes, so that nothing newer is overwritten.</param>
    public sealed record Damaged(ETag Version) : BlobPresence;
}
