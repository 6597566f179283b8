namespace Tapir.Teachers.Writing;

/// <summary>What the teacher wrote on one expansion request.</summary>
/// <param name="Candidates">New instructions, each once, as written: the filters come after. Fewer than wanted where the teacher wrote no more.</param>
/// <param name="NextSample">The sample index to go on with where the filters leave too few.</param>
/// <param name="Problems">Why calls brought nothing, a sentence each.</param>
public sealed record Expansion(IReadOnlyList<string> Candidates, int NextSample, IReadOnlyList<string> Problems);
