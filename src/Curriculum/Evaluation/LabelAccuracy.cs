using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Evaluation;

/// <summary>The share of right answers among one label's held-out tasks.</summary>
/// <param name="Task">The label.</param>
/// <param name="Correct">Right answers.</param>
/// <param name="Total">Tasks, 1 or more.</param>
/// <param name="Accuracy">Share, 0 to 1, with its 95 % Wilson interval.</param>
public sealed record LabelAccuracy(TaskLabel Task, int Correct, int Total, Estimate Accuracy);
