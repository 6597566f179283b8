namespace Tapir.Activities.Scheduling.Watching;

/// <summary>A file as a listing shows it.</summary>
/// <param name="Name">Relative to the place, with slashes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Stamp">Is another one after a write: the time of the last one, or an entity tag.</param>
public sealed record DataFile(string Name, long Size, string Stamp)
{
    /// <value>Whether it is a symbolic link, which is not followed: it could lead out of the place.</value>
    public bool IsLink { get; init; }
}
