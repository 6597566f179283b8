using Tapir.Artifacts;
using Tapir.Host.Engine;

namespace Tapir.Host.Transfer;

/// <summary>Which artifacts `tapir push` and `tapir pull` copy.</summary>
internal static class TransferChoice
{
    /// <param name="wanted">Runs, references and digests; none for all runs of the state folder.</param>
    /// <param name="all">Everything that lies in the source, whatever refers to it.</param>
    /// <exception cref="State.StateException">There is no such run.</exception>
    public static async Task<IReadOnlyCollection<ArtifactRef>> OfAsync(
        TapirEngine engine, IArtifactStore source, IReadOnlyList<string> wanted, bool all, CancellationToken cancellation)
    {
        if (all)
        {
            return [.. (await source.ListAsync(cancellation).ToListAsync(cancellation)).Select(stored => stored.Artifact)];
        }

        if (wanted.Count == 0)
        {
            return await KeptArtifacts.OfAsync(engine, cancellation);
        }

        HashSet<ArtifactRef> chosen = [];
        foreach (string text in wanted)
        {
            if (ArtifactRef.TryParse(text, out ArtifactRef artifact))
            {
                chosen.Add(artifact);
            }
            else
            {
                chosen.UnionWith(await KeptArtifacts.OfRunAsync(engine, engine.Runs.Find(text), cancellation));
            }
        }

        return chosen;
    }
}
