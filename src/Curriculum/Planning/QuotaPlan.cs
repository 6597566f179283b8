namespace Tapir.Curriculum.Planning;

/// <summary>A size divided among the labels of a task mix.</summary>
/// <param name="Labels">In the order of the labels' names.</param>
/// <param name="Unplanned">What no label had room for; 0 unless all capacities together are below the size.</param>
public sealed record QuotaPlan(IReadOnlyList<LabelQuota> Labels, int Unplanned)
{
    public int Planned => Labels.Sum(label => label.Planned);
}
