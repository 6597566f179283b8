using Tapir.Artifacts;

namespace Tapir.Activities.Reporting;

/// <summary>Files of one folder that are replaced together: all of them are on the disk before the first takes its place, so that what is open never shows half
/// a file, and a full disk leaves the old ones.</summary>
/// <remarks>Under names of its own until then, because `tapir report` may write at the same time as the run.</remarks>
internal sealed class StagedFiles(string folder) : IDisposable
{
    private readonly List<StagedFile> staged = [];

    public async Task AddAsync(string name, byte[] content, CancellationToken cancellation)
    {
        StagedFile file = DurableFile.Stage(Path.Combine(folder, name));
        staged.Add(file);
        await file.Content.WriteAsync(content, cancellation);
        file.Finish();
    }

    /// <summary>Puts the files in their places, in the order in which they were added.</summary>
    public void Publish()
    {
        foreach (StagedFile file in staged)
        {
            Instants.Reach("report.before-rename");
            file.Publish();
        }

        Instants.Reach("report.after-rename");
    }

    public void Dispose()
    {
        foreach (StagedFile file in staged)
        {
            file.Dispose();
        }
    }
}
