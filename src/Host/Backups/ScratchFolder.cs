namespace Tapir.Host.Backups;

/// <summary>A folder for what is fetched while there is no state folder to keep it in; gone when it is disposed.</summary>
/// <param name="beside">A path on the disk that has room for it.</param>
internal sealed class ScratchFolder(string beside) : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory($"{System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(beside))}.fetching-{Guid.NewGuid():n}").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
