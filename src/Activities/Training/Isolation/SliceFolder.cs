using System.Text.Json;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Training.Isolation;

/// <summary>The files by which a slice gets into another process and back. The parent alone works with the artifacts themselves: a process that dies has no store open.</summary>
internal sealed class SliceFolder(string path)
{
    private readonly FolderArtifactStore copies = new(Path.Combine(path, "artifacts"));

    private string Input => Path.Combine(path, "slice.json");

    /// <value>Copies of the artifacts that the slice reads, each checked when it is opened.</value>
    public IArtifactStore Artifacts => copies;

    public string NewCheckpoint => Path.Combine(path, "checkpoint");

    public string NewModel => Path.Combine(path, "student");

    /// <exception cref="ArtifactLostException">One of the slice's artifacts is gone.</exception>
    public async Task FillAsync(IArtifactStore artifacts, RunSlice slice, CancellationToken cancellation)
    {
        foreach (ArtifactRef artifact in ReadBy(slice).Distinct())
        {
            await CopyAsync(artifacts, artifact, cancellation);
        }

        await File.WriteAllBytesAsync(Input, JsonSerializer.SerializeToUtf8Bytes(slice, FunctionJson.Options), cancellation);
    }

    public RunSlice ReadInput() => JsonSerializer.Deserialize<RunSlice>(File.ReadAllBytes(Input), FunctionJson.Options)
        ?? throw new InvalidDataException($"'{Input}' holds no slice.");

    /// <summary>Writes what the slice made; whole only when this returns. What an attempt before has left is replaced.</summary>
    public void Write(SliceComputation slice, SliceOutcome outcome)
    {
        Write(NewCheckpoint, slice.WriteCheckpoint);
        if (outcome.IsFinished)
        {
            Write(NewModel, slice.WriteModel);
        }
    }

    // The checkpoint first: it may be lost, and made again by a long chain of slices.
    private static IEnumerable<ArtifactRef> ReadBy(RunSlice slice) =>
        [.. slice.Checkpoint is { } checkpoint ? [checkpoint] : (ArtifactRef[])[], slice.Student.Model, slice.Examples, .. slice.Preference?.Reference ?? []];

    private static void Write(string file, Action<Stream> write)
    {
        using FileStream stream = File.Create(file, 1 << 16);
        write(stream);
    }

    // Past the store's own way in, which waits for the disk: nobody needs the copy after the process.
    private async Task CopyAsync(IArtifactStore artifacts, ArtifactRef artifact, CancellationToken cancellation)
    {
        string file = copies.PathOf(artifact);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using Stream content = await artifacts.OpenAsync(artifact, cancellation);
        await using FileStream copy = new(file, FileMode.CreateNew, FileAccess.Write);
        await content.CopyToAsync(copy, cancellation);
    }
}
