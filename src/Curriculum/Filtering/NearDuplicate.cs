namespace Tapir.Curriculum.Filtering;

/// <summary>A text of the index that is close to the one asked about.</summary>
/// <param name="Id">The id under which it was added.</param>
/// <param name="Similarity">ROUGE-L, 0 to 1.</param>
public sealed record NearDuplicate(string Id, double Similarity);
