namespace Tapir.Host.Backups;

/// <summary>A folder for snapshots of databases, in the state folder where there is room for such; gone when it is disposed.</summary>
internal sealed class SnapshotFolder : IDisposable
{
    private const string Prefix = ".backup-";

    // No snapshot is at work for so long; what is older was left behind by a process that was killed.
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    private readonly string path;

    private SnapshotFolder(string path) => this.path = path;

    public static SnapshotFolder Create(string root)
    {
        foreach (DirectoryInfo left in new DirectoryInfo(root).EnumerateDirectories(Prefix + "*").Where(folder => folder.CreationTimeUtc < DateTime.UtcNow - Life))
        {
            left.Delete(recursive: true);
        }

        string path = Path.Combine(root, Prefix + Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(path);
        return new SnapshotFolder(path);
    }

    public string PathOf(string name) => Path.Combine(path, name);

    public void Dispose() => Directory.Delete(path, recursive: true);
}
