namespace Tapir.Artifacts;

/// <summary>The call of a function that made something.</summary>
/// <param name="Function">Name of the function.</param>
/// <param name="Version">The function's version.</param>
/// <param name="Key">The key of the call: 64 hexadecimal digits.</param>
/// <param name="Inputs">What it was made from.</param>
public sealed record ManifestCall(string Function, int Version, string Key, IReadOnlyList<ArtifactRef> Inputs);
