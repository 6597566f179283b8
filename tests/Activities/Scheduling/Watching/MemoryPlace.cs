using System.Globalization;
using System.Text;
using Tapir.Activities.Scheduling.Watching;

namespace Tapir.Activities.Tests.Scheduling.Watching;

/// <summary>A place in memory, with faults at will.</summary>
internal sealed class MemoryPlace : IWatchedPlace
{
    private readonly Dictionary<string, (byte[] Content, int Stamp)> files = [];
    private int writes;

    public string Name => "/data/in";

    public bool StampsTellContent { get; init; }

    /// <value>Names of files that this user has no right to read.</value>
    public HashSet<string> Locked { get; } = [];

    /// <value>Why the place cannot be looked at; null when it can.</value>
    public string? Outage { get; set; }

    /// <value>Names of the files that were opened, in that order.</value>
    public List<string> Opened { get; } = [];

    /// <value>Done each time that a file is opened, before it is read.</value>
    public Action<string> OnOpen { get; set; } = _ => { };

    public void Write(string name, string content) => files[name] = (Encoding.UTF8.GetBytes(content), ++writes);

    /// <summary>Writes and leaves the time as it was, as a writer does that is quicker than the clock of the file system.</summary>
    public void WriteSecretly(string name, string content) => files[name] = (Encoding.UTF8.GetBytes(content), files[name].Stamp);

    public void Delete(string name) => files.Remove(name);

    public Task<IReadOnlyList<DataFile>> ListAsync(CancellationToken cancellation) => Outage is { } reason
        ? throw new PlaceException(reason)
        : Task.FromResult<IReadOnlyList<DataFile>>([.. files.Select(file => new DataFile(file.Key, file.Value.Content.Length, file.Value.Stamp.ToString(CultureInfo.InvariantCulture)))]);

    public Task<Stream> OpenAsync(DataFile file, CancellationToken cancellation)
    {
        if (Locked.Contains(file.Name))
        {
            throw new UnauthorizedAccessException("Access is denied.");
        }

        Opened.Add(file.Name);
        OnOpen(file.Name);
        return Task.FromResult<Stream>(new MemoryStream(files[file.Name].Content));
    }

    public Exception Explain(DataFile file, Exception fault) => new UnreadableFileException($"'{NameOf(file)}' cannot be read: {fault.Message}", fault);

    public string NameOf(DataFile file) => $"{Name}/{file.Name}";
}
