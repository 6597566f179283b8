namespace Tapir.Functions;

/// <summary>How one artifact came to be.</summary>
/// <param name="Artifact">The reference.</param>
/// <param name="Function">The function that made it.</param>
/// <param name="Version">Its version.</param>
/// <param name="Key">The key of the call.</param>
/// <param name="Inputs">The artifacts that the call used, sorted.</param>
public sealed record LineageStep(string Artifact, string Function, int Version, string Key, IReadOnlyList<string> Inputs);
