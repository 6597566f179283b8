namespace Tapir.Functions;

/// <summary>What the index knows about one call: all that went into its key, and what came out.</summary>
/// <param name="Key">SHA-256 of function, version, input and, where they count, numeric environment and run; 64 hexadecimal digits.</param>
/// <param name="Function">Name of the function.</param>
/// <param name="Version">Its version.</param>
/// <param name="NumericEnvironment">Device, threads, instruction set, library; null for a function that does not compute with floats.</param>
/// <param name="RunId">The run that the key holds for; null for a key that holds for all.</param>
/// <param name="Input">Canonical JSON.</param>
/// <param name="Output">Canonical JSON.</param>
/// <param name="Reproducible">Whether the function said that a repeat gives the same bytes.</param>
/// <param name="StoredAt">UTC.</param>
/// <param name="Duration">How long the implementation ran.</param>
public sealed record StoredResult(
    string Key,
    string Function,
    int Version,
    string? NumericEnvironment,
    string? RunId,
    string Input,
    string Output,
    bool Reproducible,
    DateTimeOffset StoredAt,
    TimeSpan Duration)
{
    /// <value>The artifacts that the input refers to, sorted.</value>
    public IReadOnlyList<string> InputArtifacts => ArtifactReferences.In(Input);

    /// <value>The artifacts that the output refers to and the input does not, sorted: those that this call made.</value>
    public IReadOnlyList<string> MadeArtifacts => [.. ArtifactReferences.In(Output).Except(InputArtifacts)];
}
