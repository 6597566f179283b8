namespace Tapir.Activities.Reporting;

/// <summary>How much more the tuned student is rewarded for the chosen answer than for the rejected one, in the mean over the pairs: β times what each answer's log-probability has
/// gained over the reference (Rafailov et al., 2023, section 4).</summary>
/// <param name="Mean">In nats; 0 before the tuning, by definition.</param>
/// <param name="Low">Lower end of its 95 % t interval; null for a single pair, which has no spread.</param>
/// <param name="High">Upper end of it.</param>
public sealed record RewardMargin(double Mean, double? Low, double? High);
