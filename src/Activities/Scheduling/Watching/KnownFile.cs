namespace Tapir.Activities.Scheduling.Watching;

/// <summary>A line of what a schedule knows: of a file that is there, its content or its fault; of one that is not there any more, its content alone.</summary>
internal sealed record KnownFile(string? Name, long Size, string? Stamp, string? Digest, string? Fault)
{
    public static KnownFile Content(string digest) => new(null, 0, null, digest, null);

    public static KnownFile Of(DataFile file, string? digest, string? fault) => new(file.Name, file.Size, file.Stamp, digest, fault);

    public bool IsAt(DataFile file) => Name == file.Name && Size == file.Size && Stamp == file.Stamp;
}
