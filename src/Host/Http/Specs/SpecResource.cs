using Tapir.Host.Specs.Shelf;

namespace Tapir.Host.Http.Specs;

/// <summary>A stored spec as the HTTP API shows it.</summary>
/// <param name="Digest">SHA-256 of its text.</param>
/// <param name="By">Name of the key that it came with.</param>
/// <param name="Text">Left out of lists.</param>
/// <param name="Versions">All that there are; only where the spec itself was asked for.</param>
internal sealed record SpecResource(string Name, int Version, string Digest, DateTimeOffset CreatedAt, string? By, string? Text, IReadOnlyList<int>? Versions)
{
    /// <summary>Without its text, for lists.</summary>
    public static SpecResource Head(StoredSpec spec) => new(spec.Name, spec.Version, spec.Digest, spec.CreatedAt, spec.By, Text: null, Versions: null);

    public static SpecResource Whole(StoredSpec spec, IReadOnlyList<int>? versions = null) => Head(spec) with { Text = spec.Text, Versions = versions };
}

/// <summary>The latest version of each stored spec, by name.</summary>
internal sealed record SpecList(IReadOnlyList<SpecResource> Specs);
