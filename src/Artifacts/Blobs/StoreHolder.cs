namespace Tapir.Artifacts;

/// <summary>One who keeps artifacts in a shared store, as it says of itself there: a state folder, a backup that is being taken, what was pushed.</summary>
/// <param name="Id">Unique in the store; of a state folder its id, and of all else that id with a word after it.</param>
/// <param name="Machine">Name of the machine that wrote this last.</param>
/// <param name="Folder">The state folder there.</param>
/// <param name="Process">Id of the process.</param>
/// <param name="IsWorking">Whether it may have put or claimed artifacts that <paramref name="Keep"/> does not name; false once it has stopped in order.</param>
/// <param name="CompleteUntil">While it works: what was put or claimed at this time or later, by the store's clock, may not be named yet.</param>
/// <param name="Keep">What it needs, whether it is stored or not.</param>
public sealed record StoreHolder(
    string Id, string Machine, string Folder, int Process, bool IsWorking, DateTimeOffset CompleteUntil, IReadOnlyList<ArtifactRef> Keep)
{
    /// <value>The newest <see cref="Schema"/> that is understood here.</value>
    public const int Version = 1;

    /// <value>Version of this form.</value>
    public int Schema { get; init; } = Version;

    public override string ToString() => $"{Machine}:{Folder}";
}
