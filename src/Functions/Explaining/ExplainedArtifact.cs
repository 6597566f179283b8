namespace Tapir.Functions;

/// <summary>One artifact of an explained result.</summary>
/// <param name="Artifact">The reference.</param>
/// <param name="IsStored">Whether it is there now.</param>
/// <param name="MadeBy">The function that made it; null when the index does not know.</param>
/// <param name="MadeByKey">The key of the call that made it.</param>
public sealed record ExplainedArtifact(string Artifact, bool IsStored, string? MadeBy, string? MadeByKey);
