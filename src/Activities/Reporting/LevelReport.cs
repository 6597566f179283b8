namespace Tapir.Activities.Reporting;

/// <summary>One family of tasks at one level of difficulty, in one round.</summary>
/// <param name="Family">Family of verifiable tasks, for example <c>arithmetic</c>.</param>
/// <param name="Task">Task label the family belongs to.</param>
/// <param name="Level">Level of difficulty, 1 to 5.</param>
/// <param name="Shown">Examples of it in the round's training set.</param>
/// <param name="Failed">Instructions of it that the student failed when the round began (gap above the threshold).</param>
/// <param name="Learnt">Of those failed, the ones no longer failed when judged again.</param>
/// <param name="Correct">Held-out tasks of it that the student answered exactly after the round.</param>
/// <param name="Total">Held-out tasks of it; 0 where it was not asked.</param>
public sealed record LevelReport(string Family, string Task, int Level, int Shown, int Failed, int Learnt, int Correct, int Total);
