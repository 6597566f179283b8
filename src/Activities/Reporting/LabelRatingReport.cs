namespace Tapir.Activities.Reporting;

/// <summary>What people say of the answers to one label's instructions.</summary>
/// <param name="Label">Task label.</param>
/// <param name="WinRate">As <see cref="RatingReport.WinRate"/>; null while there is none.</param>
/// <param name="Low">Lower end of its 95 % interval, 0 to 1.</param>
/// <param name="High">Upper end of its 95 % interval, 0 to 1.</param>
/// <param name="Wins">Instructions to which the candidate's answer is better.</param>
/// <param name="Losses">Instructions to which the baseline's answer is better.</param>
/// <param name="Ties">Instructions to which neither answer is better.</param>
/// <param name="BothBad">Instructions to which both answers are of no use.</param>
public sealed record LabelRatingReport(string Label, double? WinRate, double? Low, double? High, int Wins, int Losses, int Ties, int BothBad);
