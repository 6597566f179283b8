using Tapir.Artifacts;

namespace Tapir.Activities.Scheduling.Watching;

/// <summary>Which content has been in a set, for ever, and which of the files that are there need not be read because size and time are those that they were read with.</summary>
internal sealed class KnownFiles
{
    private readonly Dictionary<string, KnownFile> files = new(StringComparer.Ordinal);
    private readonly HashSet<string> contents = new(StringComparer.Ordinal);

    private KnownFiles()
    {
    }

    /// <param name="saved">Null before the first set.</param>
    /// <exception cref="ArtifactLostException">What was saved is gone.</exception>
    public static async Task<KnownFiles> LoadAsync(IArtifactStore artifacts, ArtifactRef? saved, CancellationToken cancellation)
    {
        KnownFiles known = new();
        if (saved is { } artifact)
        {
            await foreach (KnownFile line in artifacts.ReadLinesAsync<KnownFile>(artifact, cancellation))
            {
                known.Add(line);
            }
        }

        return known;
    }

    /// <summary>Whether a file has been dealt with as it is.</summary>
    public bool Has(DataFile file) => files.TryGetValue(file.Name, out KnownFile? known) && known.IsAt(file);

    /// <summary>Whether some content has been in a set.</summary>
    public bool HasContent(string digest) => contents.Contains(digest);

    /// <summary>What is wrong with files that are there and have been dealt with.</summary>
    public IEnumerable<string> Faults(IEnumerable<DataFile> present) => present.Where(Has).Select(file => files[file.Name].Fault).OfType<string>();

    public void Add(FileReading reading)
    {
        switch (reading)
        {
            case FileReading.Usable or FileReading.Known:
                Add(KnownFile.Of(reading.File, reading.Digest, fault: null));
                break;
            case FileReading.Faulty faulty:
                Add(KnownFile.Of(faulty.File, digest: null, faulty.Reason));
                break;
            default:
                // It may be readable the next time, as it is.
                break;
        }
    }

    /// <param name="present">The files that are there: of others only the content is kept.</param>
    public Task<ArtifactRef> SaveAsync(IArtifactStore artifacts, IEnumerable<DataFile> present, CancellationToken cancellation)
    {
        KnownFile[] there = [.. present.Where(Has).Select(file => files[file.Name])];
        HashSet<string> named = [.. there.Select(file => file.Digest).OfType<string>()];
        IEnumerable<KnownFile> bygone = contents.Where(digest => !named.Contains(digest)).Order(StringComparer.Ordinal).Select(KnownFile.Content);
        return artifacts.PutLinesAsync(there.Concat(bygone), cancellation);
    }

    private void Add(KnownFile file)
    {
        if (file.Name is { } name)
        {
            files[name] = file;
        }

        if (file.Digest is { } digest)
        {
            contents.Add(digest);
        }
    }
}
