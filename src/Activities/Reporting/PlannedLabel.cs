namespace Tapir.Activities.Reporting;

/// <summary>One label's part of a round's plan.</summary>
/// <param name="Label">Task label.</param>
/// <param name="TargetShare">Its share in the task mix, 0 to 1.</param>
/// <param name="Quota">New examples that share calls for.</param>
/// <param name="Planned">New examples asked for, after what others could not meet was redistributed.</param>
/// <param name="Generated">Candidates the teacher wrote.</param>
/// <param name="Accepted">Candidates that passed every filter and were answered.</param>
/// <param name="Unmet">Examples of the quota that could not be had.</param>
/// <param name="Reason">Why <paramref name="Unmet"/> is not zero; null where it is.</param>
public sealed record PlannedLabel(
    string Label, double TargetShare, int Quota, int Planned, int Generated, int Accepted, int Unmet, string? Reason = null);
