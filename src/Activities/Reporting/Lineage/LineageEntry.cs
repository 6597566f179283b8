namespace Tapir.Activities.Reporting;

/// <summary>One artifact: what it is, what made it, and from what.</summary>
/// <param name="Digest">SHA-256, 64 hexadecimal digits, with or without the prefix <c>artifact:sha256:</c>.</param>
/// <param name="What">What it is: <c>seed</c>, <c>pool</c>, <c>judgements</c>, <c>training set</c>, <c>student</c>, ... The diagram has
/// one row for each, in the order in which the last round made them.</param>
/// <param name="Round">Round that made it; null for what comes before the rounds.</param>
/// <param name="MadeBy">Function and version, for example <c>training.run-slice@1</c>.</param>
/// <param name="Inputs">Digests of what it was made from.</param>
public sealed record LineageEntry(string Digest, string What, int? Round, string MadeBy, IReadOnlyList<string> Inputs);
