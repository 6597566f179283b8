namespace Tapir.Activities.Scheduling.Watching;

/// <summary>Where files are watched.</summary>
public interface IWatchedPlace
{
    /// <value>What messages and runs call it.</value>
    string Name { get; }

    /// <value>Whether no two contents of a file ever have the same stamp. Where they may, as with the times of a file system, content is read twice to see that it stands still.</value>
    bool StampsTellContent { get; }

    /// <summary>All files, in no order. Nothing is opened.</summary>
    /// <exception cref="PlaceException">The place cannot be looked at.</exception>
    Task<IReadOnlyList<DataFile>> ListAsync(CancellationToken cancellation);

    /// <summary>Opens a file as it was listed. Opening and reading throw whatever the place throws; <see cref="Explain"/> tells what it means.</summary>
    Task<Stream> OpenAsync(DataFile file, CancellationToken cancellation);

    /// <summary>What a fault in opening or reading a file means.</summary>
    /// <returns>A <see cref="PlaceException"/> where no file can be read at this time, an <see cref="UnreadableFileException"/> where it is this one alone.</returns>
    Exception Explain(DataFile file, Exception fault);

    /// <summary>What messages and runs call a file.</summary>
    string NameOf(DataFile file);
}
