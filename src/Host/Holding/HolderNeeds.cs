using Tapir.Artifacts;

namespace Tapir.Host.Holding;

/// <summary>What the holders of a shared artifact store need, whether or not a process works for them now.</summary>
/// <param name="Keep">What they name.</param>
/// <param name="Since">What was put or claimed at this time or later, by the store's clock, some of them may need without having named it.</param>
/// <param name="Holders">They themselves.</param>
internal sealed record HolderNeeds(IReadOnlySet<ArtifactRef> Keep, DateTimeOffset Since, IReadOnlyList<HolderEntry> Holders)
{
    /// <summary>What was last put or claimed before this may go, unless it is named.</summary>
    /// <param name="grace">For those who found an artifact there a moment ago and have not said so.</param>
    public DateTimeOffset WrittenBefore(TimeSpan grace) => Since - DateTimeOffset.MinValue < grace ? DateTimeOffset.MinValue : Since - grace;

    public static async Task<HolderNeeds> OfAsync(BlobHolders holders, CancellationToken cancellation)
    {
        // The time first: one who begins after the list was made marks what it finds, and finds it marked.
        DateTimeOffset now = await holders.TimeAsync(cancellation);
        return Of(await holders.ListAsync(cancellation), now);
    }

    /// <param name="now">By the store's clock.</param>
    public static HolderNeeds Of(IReadOnlyList<HolderEntry> holders, DateTimeOffset now) => new(
        holders.SelectMany(entry => entry.Holder.Keep).ToHashSet(),
        // One that has not stopped in order, or works still, has put or claimed what its list does not name yet. Whether its lease runs says nothing: it may be asleep.
        holders.Where(entry => entry.Holder.IsWorking).Select(entry => entry.Holder.CompleteUntil).Append(now).Min(),
        holders);
}
