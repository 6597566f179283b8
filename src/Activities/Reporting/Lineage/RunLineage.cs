using Tapir.Artifacts;
using Tapir.Functions;

namespace Tapir.Activities.Reporting;

/// <summary>What made the artifacts of a run from what: the report shows those that have a name, the manifest holds all that led to them.</summary>
internal sealed record RunLineage(IReadOnlyList<NamedArtifact> Named, IReadOnlyDictionary<string, LineageStep> Steps)
{
    public IReadOnlyList<LineageEntry> Entries => [.. Named.Select(EntryOf).DistinctBy(entry => (entry.Digest, entry.What))];

    public IEnumerable<ManifestEntry> ManifestEntries
    {
        get
        {
            ILookup<string, string> names = Named.ToLookup(named => named.Artifact.ToString(), named => named.Name);
            return Named.Select(named => named.Artifact.ToString()).Union(Steps.Keys).Select(artifact => new ManifestEntry(
                ArtifactRef.Parse(artifact), [.. names[artifact]], Steps.TryGetValue(artifact, out LineageStep? step) ? CallOf(step) : null));
        }
    }

    private LineageEntry EntryOf(NamedArtifact named)
    {
        LineageStep? step = Steps.GetValueOrDefault(named.Artifact.ToString());
        return new LineageEntry(
            named.Artifact.Digest, named.What, named.Round, step is null ? "unknown" : $"{step.Function}@{step.Version}", step?.Inputs ?? []);
    }

    private static ManifestCall CallOf(LineageStep step) => new(step.Function, step.Version, step.Key, [.. step.Inputs.Select(ArtifactRef.Parse)]);
}
