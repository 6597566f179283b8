using Tapir.Artifacts;

namespace Tapir.Activities.Reporting;

/// <summary>Files of one folder that are replaced together: all of them are on the disk before the first takes its place, so that what is open never shows half
/// a file, and a full disk leaves the old ones.</summary>
/// <remarks>Under names of its own until then, because `tapir report` may write at the same time as the run.</remarks>
internal sealed class StagedFiles(string folder) : IDisposable
{
    private readonly List<(string Temporary, string Path)> staged = [];

    public async Task AddAsync(string name, byte[] content, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, name);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        staged.Add((temporary, path));
        await using FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await stream.WriteAsync(content, cancellation);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Puts the files in their places, in the order in which they were added.</summary>
    public void Publish()
    {
        foreach ((string temporary, string path) in staged)
        {
            Instants.Reach("report.before-rename");
            File.Move(temporary, path, overwrite: true);
        }

        FolderFlush.ToDisk(folder);
        Instants.Reach("report.after-rename");
    }

    public void Dispose()
    {
        foreach ((string temporary, _) in staged)
        {
            File.Delete(temporary);
        }
    }
}
