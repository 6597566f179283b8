using Tapir.Artifacts;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Runs;

/// <summary>A run's seed files as artifacts, so that the run depends on no file of the user's any more.</summary>
/// <param name="First">Null where the tutor writes the seed.</param>
/// <param name="Also">Those beside the first; null for none.</param>
internal sealed record StoredSeed(ArtifactRef? First, IReadOnlyList<SeedSource>? Also)
{
    public static async Task<StoredSeed> PutAsync(IArtifactStore artifacts, SeedSpec seed, CancellationToken cancellation) => new(
        seed.Path is { } path ? await artifacts.PutFileAsync(path, cancellation) : null,
        await PutAlsoAsync(artifacts, seed, cancellation));

    /// <summary>Stores what a spec names beside its first file, whose content was read already.</summary>
    public static async Task<StoredSeed> PutAsync(IArtifactStore artifacts, ArtifactRef first, SeedSpec seed, CancellationToken cancellation) =>
        new(first, await PutAlsoAsync(artifacts, seed, cancellation));

    public bool IsThatOf(RunRecord run) => run.SeedFile == First && (run.AlsoSeeds ?? []).SequenceEqual(Also ?? []);

    private static async Task<IReadOnlyList<SeedSource>?> PutAlsoAsync(IArtifactStore artifacts, SeedSpec seed, CancellationToken cancellation)
    {
        List<SeedSource> also = [];
        foreach (string file in seed.Also ?? [])
        {
            also.Add(new SeedSource(SeedSource.NameOf(file), await artifacts.PutFileAsync(file, cancellation)));
        }

        return also.Count == 0 ? null : also;
    }
}
