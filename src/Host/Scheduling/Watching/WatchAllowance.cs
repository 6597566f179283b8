using Tapir.Host.Settings;

namespace Tapir.Host.Scheduling.Watching;

/// <summary>What schedules may watch: what <c>tapir.allow.read</c> of host.json lists, and what the schedules there watch themselves, because that is the operator's word too.</summary>
internal sealed class WatchAllowance(TapirSettings settings)
{
    /// <summary>Why an address may not be watched; null where it may. Tells nothing of what is there and what is not, nor where links lead.</summary>
    /// <param name="written">The address as whoever asks wrote it.</param>
    public string? RefusalOf(WatchedAddress address, string written)
    {
        if (address is WatchedAddress.Blobs && settings.Artifacts.Blobs() is null)
        {
            return $"'{written}' needs a storage account; add connectionVariable or accountUrl to 'tapir.artifacts' of host.json";
        }

        bool isAllowed = Listed(settings.Allow.Read).Any(address.IsWithin) || Listed(settings.Schedules.Select(schedule => schedule.Watch).OfType<string>()).Contains(address);
        return isAllowed
            ? null
            : $"'{written}' is not within what 'tapir.allow.read' of host.json lists ({(settings.Allow.Read.Count == 0 ? "nothing" : string.Join(", ", settings.Allow.Read))}), symbolic links followed; list it there";
    }

    private static IEnumerable<WatchedAddress> Listed(IEnumerable<string> places)
    {
        foreach (string place in places)
        {
            WatchedAddress? address = null;
            try
            {
                address = WatchedAddress.Parse(place, Environment.CurrentDirectory);
            }
            catch (FormatException)
            {
                // It allows nothing; where it is a schedule's, that schedule says what is wrong with it.
            }

            if (address is not null)
            {
                yield return address;
            }
        }
    }
}
