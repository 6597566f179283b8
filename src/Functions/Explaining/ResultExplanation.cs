namespace Tapir.Functions;

/// <summary>What went into a key and what came out: <c>tapir explain KEY</c>.</summary>
/// <param name="Result">All that the index has.</param>
/// <param name="KeyDocument">The canonical JSON whose SHA-256 is the key.</param>
/// <param name="Used">The artifacts in the input.</param>
/// <param name="Made">The artifacts that the call made.</param>
public sealed record ResultExplanation(
    StoredResult Result, string KeyDocument, IReadOnlyList<ExplainedArtifact> Used, IReadOnlyList<ExplainedArtifact> Made);
