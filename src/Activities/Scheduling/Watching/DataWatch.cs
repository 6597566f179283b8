using System.Globalization;
using Microsoft.Extensions.Logging;
using Tapir.Activities.Scratch;
using Tapir.Artifacts;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Activities.Scheduling.Watching;

/// <summary>Looks at watched files: by names, sizes and times while they change or stand still, into the new ones when they stand still and again when they have settled.</summary>
/// <param name="open">Opens a place by its name; a <see cref="PlaceException"/> says why it may not be looked at.</param>
internal sealed class DataWatch(IArtifactStore artifacts, ScratchFolders scratch, Func<string, IWatchedPlace> open, ILogger logger)
{
    // So many are tried at each look; when one can be read, all are looked into again.
    private const int MostTried = 20;

    public async Task<WatchLook> LookAsync(LookAtData input, CancellationToken cancellation)
    {
        WatchLook look;
        try
        {
            look = await LookAsync(open(input.Trigger.Place), input, cancellation);
        }
        catch (PlaceException away)
        {
            WatchSight before = input.Memory.Sight ?? new WatchSight(input.Now, 0, 0, WatchPhase.Away);
            look = new WatchLook([], input.Memory with { Away = away.Message, Sight = before with { At = input.Now, Phase = WatchPhase.Away } });
        }

        // Once, and not at each look.
        if (look.Memory.Problem is { } problem && problem != input.Memory.Problem)
        {
            logger.WatchProblem(input.Schedule, problem);
        }

        return look;
    }

    private async Task<WatchLook> LookAsync(IWatchedPlace place, LookAtData input, CancellationToken cancellation)
    {
        DataFile[] files = await ListAsync(place, input.Trigger, cancellation);
        string listing = ListingOf(files);
        WatchMemory memory = (input.Memory with { Away = null }).See(listing, input.Now);
        if (!memory.IsNew && await IsAnyReadableAsync(place, files, memory.Unreadable, cancellation))
        {
            memory = memory.Forget().See(listing, input.Now);
        }

        if (!memory.IsNew)
        {
            return Nothing(memory, WatchPhase.Quiet, 0);
        }

        KnownFiles known = await KnownFiles.LoadAsync(artifacts, memory.Known, cancellation);
        DataFile[] fresh = [.. files.Where(file => !known.Has(file))];
        if (fresh.Length == 0)
        {
            // Files went, or are again as they were.
            return Nothing(memory.Leave(memory.Known) with { Faults = OneOf(known.Faults(files)), Unreadable = [] }, WatchPhase.Quiet, 0);
        }

        if (memory.Listing != input.Memory.Listing)
        {
            // Still being written, perhaps: nothing is read before it stands still from one look to the next.
            return Nothing(memory, WatchPhase.Changing, fresh.Length);
        }

        if (!memory.IsRead)
        {
            memory = memory.Read(place.StampsTellContent ? listing : await SetReader.DigestAsync(place, fresh, cancellation), input.Now);
        }

        if (!memory.IsSettled(input.Now, input.Trigger.Settle))
        {
            return Nothing(memory, WatchPhase.Settling, fresh.Length);
        }

        return input.MayTake
            ? await TakeAsync(place, input, memory, new Seen(files, fresh, known), cancellation)
            : Nothing(memory, WatchPhase.Waiting, fresh.Length);

        WatchLook Nothing(WatchMemory seen, WatchPhase phase, int isNew) => new([], seen with { Sight = new WatchSight(input.Now, files.Length, isNew, phase) });
    }

    private async Task<WatchLook> TakeAsync(IWatchedPlace place, LookAtData input, WatchMemory memory, Seen seen, CancellationToken cancellation)
    {
        SetReading reading = await new SetReader(artifacts, scratch).ReadAsync(place, seen.Fresh, seen.Known, cancellation);
        string after = ListingOf(await ListAsync(place, input.Trigger, cancellation));
        if (after != memory.Listing)
        {
            // Written while it was read: the set may be half of the old and half of the new.
            return new WatchLook([], Sighted(memory.See(after, input.Now), WatchPhase.Changing, seen.Fresh.Count));
        }

        if (!place.StampsTellContent && reading.Digest != memory.Content)
        {
            return new WatchLook([], Sighted(memory.Read(reading.Digest, input.Now), WatchPhase.Settling, seen.Fresh.Count));
        }

        foreach (FileReading file in reading.Remembered)
        {
            seen.Known.Add(file);
        }

        ArtifactRef known = await seen.Known.SaveAsync(artifacts, seen.Files, cancellation);
        memory = memory with
        {
            Faults = OneOf(seen.Known.Faults(seen.Files.Except(seen.Fresh)).Concat(reading.Faults(place))),
            Unreadable = [.. reading.Files.OfType<FileReading.Unreadable>().Take(MostTried).Select(file => file.File.Name)],
        };
        Instants.Reach("watch.set-read");
        return reading.ToSet(place) is { } set
            ? new WatchLook([Occurrence.OfData(set, input.Now)], Sighted(memory.Take(set, known), WatchPhase.Quiet, 0))
            : new WatchLook([], Sighted(memory.Leave(known), WatchPhase.Quiet, 0));

        WatchMemory Sighted(WatchMemory next, WatchPhase phase, int isNew) => next with { Sight = new WatchSight(input.Now, seen.Files.Count, isNew, phase) };
    }

    private static async Task<DataFile[]> ListAsync(IWatchedPlace place, WatchTrigger trigger, CancellationToken cancellation)
    {
        DataNames names = new(trigger.Pattern);
        // A file without content is one that somebody has begun to write.
        return [.. (await place.ListAsync(cancellation)).Where(file => file.Size > 0 && names.Includes(file.Name)).OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    private static string ListingOf(IEnumerable<DataFile> files) =>
        WatchDigest.Of(files.SelectMany(file => new[] { file.Name, file.Size.ToString(CultureInfo.InvariantCulture), file.Stamp }));

    private static async Task<bool> IsAnyReadableAsync(IWatchedPlace place, IEnumerable<DataFile> files, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        foreach (DataFile file in files.Where(file => names.Contains(file.Name)))
        {
            try
            {
                await using Stream opened = await place.OpenAsync(file, cancellation);
                return true;
            }
            catch (Exception still) when (place.Explain(file, still) is UnreadableFileException && !cancellation.IsCancellationRequested)
            {
                // As before.
            }
        }

        return false;
    }

    private static string? OneOf(IEnumerable<string> faults)
    {
        string[] all = [.. faults];
        return all.Length switch
        {
            0 => null,
            1 => all[0],
            _ => $"{all[0]} {all.Length - 1} more cannot be used either.",
        };
    }

    /// <param name="Files">All that are there.</param>
    /// <param name="Fresh">Those of them that have not been dealt with.</param>
    private sealed record Seen(IReadOnlyList<DataFile> Files, IReadOnlyList<DataFile> Fresh, KnownFiles Known);
}
