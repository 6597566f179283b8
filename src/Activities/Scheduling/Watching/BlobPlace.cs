using Tapir.Artifacts;

namespace Tapir.Activities.Scheduling.Watching;

/// <summary>The blobs below a prefix of a container.</summary>
/// <param name="name">As it was written: <c>blob:CONTAINER/PREFIX</c>.</param>
/// <param name="prefix">What the names of its blobs begin with: empty, or up to and with a slash.</param>
public sealed class BlobPlace(BlobReader container, string name, string prefix) : IWatchedPlace
{
    public string Name { get; } = name;

    public bool StampsTellContent => true;

    public async Task<IReadOnlyList<DataFile>> ListAsync(CancellationToken cancellation)
    {
        try
        {
            return [.. (await container.ListAsync(prefix, cancellation)).Select(blob => new DataFile(blob.Name[prefix.Length..], blob.Size, blob.Version))];
        }
        catch (BlobReadException problem)
        {
            throw new PlaceException(problem.Message, problem);
        }
    }

    public Task<Stream> OpenAsync(DataFile file, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        return container.OpenAsync(new ListedBlob(BlobOf(file), file.Size, file.Stamp), cancellation);
    }

    // Blobs have no rights of their own: what keeps one from being read keeps all.
    public Exception Explain(DataFile file, Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new PlaceException(fault is BlobReadException ? fault.Message : $"'{NameOf(file)}' cannot be read: {fault.Message.Split('\n')[0].TrimEnd('\r', '.')}.", fault);
    }

    public string NameOf(DataFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return $"blob:{container.Location.Container}/{BlobOf(file)}";
    }

    private string BlobOf(DataFile file) => prefix + file.Name;
}
