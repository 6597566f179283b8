using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Labeling;

/// <summary>How task labels are found (docs/method.md, the 32 task labels).</summary>
public sealed record LabelerOptions
{
    /// <summary>The labels to choose from.</summary>
    public IReadOnlyList<TaskLabel> Labels { get; init; } = TaskLabels.All;

    /// <summary>How many instructions the teacher labels for the classifier to learn from; where there are no more than this, it labels all.</summary>
    /// <value>1 or more; default 1,500.</value>
    public int SampleSize { get; init; } = 1500;

    /// <summary>Below this the classifier's label is not taken, and the teacher is asked.</summary>
    /// <value>0 to 1; default 0.5.</value>
    public double MinimumConfidence { get; init; } = 0.5;

    /// <summary>How often the teacher is asked again where its reply cannot be read.</summary>
    /// <value>0 or more; default 2.</value>
    public int Retries { get; init; } = 2;

    /// <summary>Questions to the teacher at one time; the endpoint's own limit holds besides.</summary>
    /// <value>1 or more; default 64.</value>
    public int Concurrency { get; init; } = 64;

    /// <summary>Seed of the sample and of the classifier's training.</summary>
    public ulong Seed { get; init; }
}
