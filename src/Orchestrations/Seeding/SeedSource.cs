using Tapir.Artifacts;

namespace Tapir.Orchestrations.Seeding;

/// <summary>One file of a seed, stored as it is.</summary>
/// <param name="Name">Its name without its folder, for messages and ids.</param>
public sealed record SeedSource(string Name, ArtifactRef Content)
{
    /// <summary>What a file is called where its folder does not matter.</summary>
    public static string NameOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
    }
}
