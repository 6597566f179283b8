using Tapir.Artifacts;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Activities.Scheduling.Watching;

/// <summary>What reading all new files of a place showed.</summary>
/// <param name="Content">The usable rows of all, or the one file as it is; null where a single file cannot be used.</param>
internal sealed record SetReading(IReadOnlyList<FileReading> Files, ArtifactRef? Content)
{
    // One to train on and one to measure on.
    private const int FewestRows = 2;

    public IReadOnlyList<FileReading.Usable> Usable { get; } = [.. Files.OfType<FileReading.Usable>()];

    /// <value>Whether there is something, and it is less than a run can start from.</value>
    public bool IsTooSmall => Usable.Count > 0 && Rows < FewestRows;

    /// <value>Those that need not be read again as they are: not the content of a set that nothing comes of, nor other files with it.</value>
    public IEnumerable<FileReading> Remembered => IsTooSmall
        ? Files.Where(reading => Usable.All(usable => usable.Digest != reading.Digest))
        : Files;

    /// <value>Digest of what the files hold, to be compared with that of another time.</value>
    public string Digest => WatchDigest.Of(Files.SelectMany(reading => new[] { reading.File.Name, reading.Digest }));

    private int Rows => Usable.Sum(file => file.Rows);

    /// <summary>The set that can be started from; null where there is none.</summary>
    public SeedSet? ToSet(IWatchedPlace place) => Usable.Count == 0 || IsTooSmall || Content is not { } content
        ? null
        : new SeedSet(
            WatchDigest.Of(Usable.Select(file => file.Digest).Order(StringComparer.Ordinal)),
            content,
            Usable.Count == 1 ? place.NameOf(Usable[0].File) : place.Name,
            Usable.Count,
            Rows,
            Usable.Sum(file => file.RowsRejected));

    /// <summary>What users have to be told of these files.</summary>
    public IEnumerable<string> Faults(IWatchedPlace place)
    {
        foreach (FileReading reading in Files)
        {
            string? reason = reading switch
            {
                FileReading.Faulty faulty => faulty.Reason,
                FileReading.Unreadable unreadable => unreadable.Reason,
                _ => null,
            };
            if (reason is not null)
            {
                yield return reason;
            }
        }

        if (IsTooSmall)
        {
            yield return $"What is new in '{place.Name}' has {Rows} usable row; a run needs at least {FewestRows}, one to train on and one to measure on. It goes with what comes next.";
        }
    }
}
