namespace Tapir.Models;

/// <summary>The ids that a model's config names.</summary>
/// <param name="Begin">Of what plain text begins with; below 0, none.</param>
/// <param name="Ends">Of what ends a text, the usual one first; none where nothing is known to.</param>
/// <param name="Padding">Of what fills rows up; below 0, none.</param>
public sealed record LanguageIds(int Begin, IReadOnlyList<int> Ends, int Padding);
