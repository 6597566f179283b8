namespace Tapir.Artifacts;

/// <summary>Counts a copy between stores while it goes on.</summary>
internal sealed class TransferTally(int total, IProgress<TransferProgress>? progress)
{
    private readonly Lock counting = new();
    private readonly SortedSet<ArtifactRef> missing = [];
    private int copied;
    private int present;
    private long bytes;

    public void Copied(long length) => Count(() =>
    {
        copied++;
        bytes += length;
    });

    public void Present() => Count(() => present++);

    public void Missing(ArtifactRef artifact) => Count(() => missing.Add(artifact));

    public TransferReport Report() => new(copied, bytes, present, [.. missing]);

    private void Count(Action change)
    {
        TransferProgress reached;
        lock (counting)
        {
            change();
            reached = new TransferProgress(copied + present + missing.Count, total, bytes);
        }

        progress?.Report(reached);
    }
}
