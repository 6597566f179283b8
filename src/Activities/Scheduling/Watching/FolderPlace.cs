using System.Globalization;
using System.IO.Enumeration;

namespace Tapir.Activities.Scheduling.Watching;

/// <summary>A folder of this machine with all that is below it. Symbolic links are listed and never followed.</summary>
/// <param name="root">Absolute, with no link on the way.</param>
public sealed class FolderPlace(string root) : IWatchedPlace
{
    // What another user owns below the folder is passed over; that the folder itself cannot be read is a fault.
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };

    public string Name { get; } = Path.TrimEndingDirectorySeparator(root);

    public bool StampsTellContent => false;

    public Task<IReadOnlyList<DataFile>> ListAsync(CancellationToken cancellation)
    {
        try
        {
            using IEnumerator<string> first = Directory.EnumerateFileSystemEntries(Name).GetEnumerator();
            first.MoveNext();
            FileSystemEnumerable<DataFile> found = new(Name, AsDataFile, Everything)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => IsLink(ref entry) || !entry.IsDirectory,
                ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry) && !entry.FileName.StartsWith('.'),
            };
            return Task.FromResult<IReadOnlyList<DataFile>>([.. found]);
        }
        catch (DirectoryNotFoundException missing)
        {
            throw new PlaceException($"There is no folder '{Name}' to watch; make it, or change the schedule.", missing);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new PlaceException($"The folder '{Name}' cannot be read: {refused.Message}", refused);
        }
    }

    public Task<Stream> OpenAsync(DataFile file, CancellationToken cancellation)
    {
        string path = NameOf(file);
        FileStream opened = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        if (WhereIs(opened) is { } real && real != path)
        {
            opened.Dispose();
            throw new IOException($"it leads to '{real}', and links are not followed");
        }

        return Task.FromResult<Stream>(opened);
    }

    public Exception Explain(DataFile file, Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new UnreadableFileException($"'{NameOf(file)}' cannot be read: {fault.Message.TrimEnd('.')}.", fault);
    }

    public string NameOf(DataFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Path.Combine(Name, file.Name);
    }

    // Between the listing and the opening a folder on the way may have been made a link. What is open tells where it really is; null where the system does not say.
    private static string? WhereIs(FileStream opened) =>
        OperatingSystem.IsLinux() ? new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{opened.SafeFileHandle.DangerousGetHandle()}")).LinkTarget : null;

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static DataFile AsDataFile(ref FileSystemEntry entry) => new(
        Path.GetRelativePath(entry.RootDirectory.ToString(), entry.ToFullPath()).Replace('\\', '/'),
        entry.Length,
        entry.LastWriteTimeUtc.UtcTicks.ToString(CultureInfo.InvariantCulture))
    {
        IsLink = IsLink(ref entry),
    };
}
