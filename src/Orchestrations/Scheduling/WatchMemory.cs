using Tapir.Artifacts;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>What a schedule knows of the files that it watches. It stays small however many they are: what grows is an artifact.</summary>
public sealed record WatchMemory
{
    public static WatchMemory Nothing { get; } = new();

    /// <value>Digest of the names, sizes and times that were seen last; empty for no files.</value>
    public string Listing { get; init; } = "";

    /// <value>Digest of the new files' content at <see cref="Since"/>; empty while it has not been read, because the files were changing.</value>
    public string Content { get; init; } = "";

    /// <value>Since when listing and content have been so.</value>
    public DateTimeOffset Since { get; init; }

    /// <value>The listing that was dealt with last: while it stays, nothing is new.</value>
    public string Dealt { get; init; } = "";

    /// <value>Which content has been in a set, and which of the files that are there have which content; null before the first.</value>
    public ArtifactRef? Known { get; init; }

    /// <value>The same before the latest set was taken.</value>
    public ArtifactRef? KnownBefore { get; init; }

    /// <value>What would be <see cref="Known"/> if the latest set had not been given back; null where it was not.</value>
    public ArtifactRef? GivenBack { get; init; }

    /// <value>The set that was taken last; null before the first.</value>
    public SeedSet? Latest { get; init; }

    /// <value>The first of the files that could not be read, which may become readable without a change that a listing shows.</value>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <value>Why the place could not be looked at; null when it could.</value>
    public string? Away { get; init; }

    /// <value>What is wrong with files that are there; null for nothing.</value>
    public string? Faults { get; init; }

    /// <value>What users have to be told; null for nothing.</value>
    public string? Problem => Away ?? Faults;

    /// <value>What the latest look showed, for people; null before the first.</value>
    public WatchSight? Sight { get; init; }

    /// <value>Whether there is anything that has not been dealt with.</value>
    public bool IsNew => Listing != Dealt;

    /// <value>Whether the new files' content has been read, which begins the time for which it has to stand still.</value>
    public bool IsRead => Content.Length > 0;

    public bool IsSettled(DateTimeOffset now, TimeSpan settle) => IsNew && IsRead && now - Since >= settle;

    /// <summary>After a look that showed this listing.</summary>
    public WatchMemory See(string listing, DateTimeOffset now) => listing == Listing ? this : this with { Listing = listing, Content = "", Since = now };

    /// <summary>After the new files' content was read, at first or as another than before.</summary>
    public WatchMemory Read(string content, DateTimeOffset now) => this with { Content = content, Since = now };

    /// <summary>All files are looked into again.</summary>
    public WatchMemory Forget() => this with { Dealt = "", Content = "", Listing = "" };

    /// <summary>What lies there has become a set.</summary>
    public WatchMemory Take(SeedSet set, ArtifactRef known) => Leave(known) with { KnownBefore = Known, GivenBack = null, Latest = set };

    /// <summary>What lies there is dealt with, and no set has come of it.</summary>
    public WatchMemory Leave(ArtifactRef? known) => this with { Dealt = Listing, Content = "", Known = known };

    /// <summary>No run may come of the latest set: its files will be part of the next one.</summary>
    public WatchMemory GiveBack() => this with { Known = KnownBefore, GivenBack = Known };

    /// <summary>A run has come of the latest set all the same, as one that somebody asked for: its files are no part of the next one.</summary>
    public WatchMemory Keep() => GivenBack is { } known && Known == KnownBefore ? this with { Known = known, GivenBack = null } : this;
}
