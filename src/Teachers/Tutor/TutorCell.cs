namespace Tapir.Teachers.Tutor;

/// <summary>How many examples of one family and level are wanted.</summary>
/// <param name="Level">1 to 5.</param>
/// <param name="Count">0 or more; at most the family's capacity at that level can be had.</param>
public sealed record TutorCell(string Family, int Level, int Count);
