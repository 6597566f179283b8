namespace Tapir.Functions;

/// <summary>An artifact was lost and could not be made again as it was. The message says what made it and what to do.</summary>
public sealed class ArtifactNotRestoredException : Exception
{
    private ArtifactNotRestoredException(string artifact, IReadOnlyList<StoredResult> dropped, string message, Exception cause)
        : base(message, cause)
    {
        Artifact = artifact;
        Dropped = dropped;
    }

    /// <value>The lost artifact, <c>artifact:sha256:...</c>.</value>
    public string Artifact { get; }

    /// <value>The results derived from it, which are no longer in the index.</value>
    public IReadOnlyList<StoredResult> Dropped { get; }

    internal static ArtifactNotRestoredException NoProducer(string artifact, IReadOnlyList<string> reasons, Exception cause)
    {
        string reason = reasons.Count > 0 ? string.Join("; ", reasons) : "the result index does not know what made it";
        return new(artifact, [], $"{artifact} is lost and cannot be made again: {reason}. Restore the file, or start a new run. ({cause.Message})", cause);
    }

    internal static ArtifactNotRestoredException MadeDifferently(
        string artifact, StoredResult producer, CallRequest again, string output, IReadOnlyList<StoredResult> dropped, Exception cause)
    {
        string made = string.Join(", ", ArtifactReferences.In(output).Except(producer.InputArtifacts).DefaultIfEmpty("no artifact"));
        string functions = dropped.Count == 0 ? "" : $" ({string.Join(", ", dropped.Select(d => d.Function).Distinct().Order(StringComparer.Ordinal))})";
        return new(
            artifact,
            dropped,
            $"{artifact} is lost, and '{producer.Function}' v{producer.Version} (key {producer.Key}), which made it, now made {made} instead: {Why(producer, again)}. "
            + $"{dropped.Count} results derived from the lost artifact were dropped{functions}. A run that refers to it cannot go on: restore the file, or start a new run, which "
            + "computes again what was derived from it and finds the rest in the cache.",
            cause);
    }

    private static string Why(StoredResult producer, CallRequest again) => producer switch
    {
        { Reproducible: false } => "it is not a reproducible function",
        _ when producer.NumericEnvironment != again.NumericEnvironment =>
            $"it ran in another numeric environment (then {producer.NumericEnvironment}; now {again.NumericEnvironment})",
        _ => "it is declared reproducible, so either its behaviour changed without a new version, or it is not",
    };
}
