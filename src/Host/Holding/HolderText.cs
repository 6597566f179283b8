using System.Globalization;
using Tapir.Artifacts;

namespace Tapir.Host.Holding;

/// <summary>A holder of a shared artifact store in words, for whoever wonders why something is kept.</summary>
internal static class HolderText
{
    public static string Of(HolderEntry entry)
    {
        StoreHolder holder = entry.Holder;
        string named = string.Create(CultureInfo.InvariantCulture, $"Kept for {holder}: {holder.Keep.Count:#,0} artifacts");
        string since = holder.CompleteUntil == DateTimeOffset.MinValue ? "everything" : string.Create(CultureInfo.InvariantCulture, $"all since {holder.CompleteUntil.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        return (holder.IsWorking, entry.IsAlive) switch
        {
            (true, true) => $"{named} and {since}; a process works there.",
            (true, false) => $"{named} and {since}; its process was killed, or sleeps. If it is no more: --forget {holder.Id}",
            (false, true) => $"{named}.",
            (false, false) => string.Create(CultureInfo.InvariantCulture, $"{named}, last said {entry.WrittenAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. If it is no more: --forget {holder.Id}"),
        };
    }
}
