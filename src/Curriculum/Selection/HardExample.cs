namespace Tapir.Curriculum.Selection;

/// <summary>An example whose gap is above the threshold, with both raw scores.</summary>
public sealed record HardExample(string Id, FittingDifficulty Difficulty);
