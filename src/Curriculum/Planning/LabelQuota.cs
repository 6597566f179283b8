using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>What one label was due and what it gets.</summary>
/// <param name="Task">The label.</param>
/// <param name="Wanted">Its part of the size by its share of the mix, by largest remainder.</param>
/// <param name="Planned">What it gets once what others could not take has been redistributed.</param>
/// <param name="UnmetReason">Why <see cref="Planned"/> is below <see cref="Wanted"/>, for the report; null where it is not.</param>
public sealed record LabelQuota(TaskLabel Task, int Wanted, int Planned, string? UnmetReason)
{
    /// <summary>How many the label was due and could not take; they went to other labels where any had room.</summary>
    public int Unmet => Math.Max(0, Wanted - Planned);
}
