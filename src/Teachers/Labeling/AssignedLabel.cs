using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Labeling;

/// <summary>The task label of one instruction.</summary>
/// <param name="Confidence">0 to 1; below 1 only where the classifier decided.</param>
public sealed record AssignedLabel(TaskLabel Label, LabelSource Source, double Confidence);
