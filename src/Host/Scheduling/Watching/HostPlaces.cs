using Tapir.Activities.Scheduling.Watching;
using Tapir.Artifacts;
using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Host.Specs.Allowance;
using Tapir.Host.State;

namespace Tapir.Host.Scheduling.Watching;

/// <summary>Opens what schedules watch, as far as host.json allows it now: it is read at each look, so that what the operator takes back is taken back at once.</summary>
internal sealed class HostPlaces(StateFolder state)
{
    /// <param name="place">As a trigger has it.</param>
    /// <exception cref="PlaceException">It may not be watched, or cannot be.</exception>
    public IWatchedPlace Open(string place)
    {
        TapirSettings settings = Settings();
        WatchedAddress address = Parse(place);
        if (new WatchAllowance(settings).RefusalOf(address, place) is { } refusal)
        {
            throw new PlaceException($"{refusal}.");
        }

        return address switch
        {
            WatchedAddress.Blobs blobs => OpenBlobs(blobs, settings.Artifacts.Blobs()!),
            WatchedAddress.Folder { Path: var path } when HoldsState(path) => throw new PlaceException(
                $"'{place}' holds Tapir's own state folder, whose files change with each run; watch a folder beside it."),
            _ => new FolderPlace(((WatchedAddress.Folder)address).Path),
        };
    }

    // Below a hidden folder nothing is watched, and a state folder is hidden unless named otherwise.
    private bool HoldsState(string path)
    {
        string own = RealPath.Of(state.Root)!;
        return RealPath.IsWithin(path, own) || (RealPath.IsWithin(own, path) && !own[path.Length..].Contains($"{Path.DirectorySeparatorChar}.", StringComparison.Ordinal));
    }

    private static TapirSettings Settings()
    {
        try
        {
            return HostSettingsFile.Load().Tapir;
        }
        catch (SpecException wrong)
        {
            throw new PlaceException($"What may be watched is not known: {wrong.Errors[0]}.", wrong);
        }
    }

    private static WatchedAddress Parse(string place)
    {
        try
        {
            return WatchedAddress.Parse(place, Environment.CurrentDirectory);
        }
        catch (FormatException wrong)
        {
            throw new PlaceException($"It cannot be watched: {wrong.Message}.", wrong);
        }
    }

    private static BlobPlace OpenBlobs(WatchedAddress.Blobs address, BlobLocation account)
    {
        try
        {
            return new BlobPlace(new BlobReader(account.InContainer(address.Container), Environment.GetEnvironmentVariable), $"{address}", address.Prefix);
        }
        catch (BlobReadException unusable)
        {
            throw new PlaceException(unusable.Message, unusable);
        }
    }
}
