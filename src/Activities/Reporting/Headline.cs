namespace Tapir.Activities.Reporting;

/// <summary>The run's one result: macro accuracy over task labels of the first and the last student on held-out tasks.</summary>
/// <param name="FirstStudent">The student compared with, usually <c>S_0</c>.</param>
/// <param name="First">Its accuracy.</param>
/// <param name="LastStudent">The student that was exported or trained last.</param>
/// <param name="Last">Its accuracy.</param>
/// <param name="HeldOutTasks">Number of held-out tasks each of them answered.</param>
/// <param name="Labels">Number of task labels the mean is taken over.</param>
public sealed record Headline(
    string FirstStudent, MacroAccuracy First, string LastStudent, MacroAccuracy Last, int HeldOutTasks, int Labels)
{
    /// <summary>Labels whose 95 % interval lies wholly below that of the first student: what the curriculum made worse.</summary>
    public IReadOnlyList<string> LabelsMadeWorse { get; init; } = [];
}
