namespace Tapir.Activities.Scheduling.Watching;

/// <summary>What reading a new file showed.</summary>
/// <param name="Digest">SHA-256 of its bytes, in hexadecimal; empty where they could not be read.</param>
internal abstract record FileReading(DataFile File, string Digest)
{
    /// <summary>It is part of the set.</summary>
    internal sealed record Usable(DataFile File, string Digest, int Rows, int RowsRejected) : FileReading(File, Digest);

    /// <summary>Its content has been in a set, or is that of another file of this one.</summary>
    internal sealed record Known(DataFile File, string Digest) : FileReading(File, Digest);

    /// <summary>No seed can be made of it as it is; that is so until it changes.</summary>
    internal sealed record Faulty(DataFile File, string Digest, string Reason) : FileReading(File, Digest);

    /// <summary>It could not be read this time.</summary>
    internal sealed record Unreadable(DataFile File, string Reason) : FileReading(File, "");
}
