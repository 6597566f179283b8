namespace Tapir.Activities.Reporting;

/// <summary>One bar of a gap histogram.</summary>
/// <param name="Gap">The gap, rounded to a whole number, -9 to 9.</param>
/// <param name="Count">Instructions with that gap.</param>
public sealed record GapBin(int Gap, int Count);
